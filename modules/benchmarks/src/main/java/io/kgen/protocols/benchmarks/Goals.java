package io.kgen.protocols.benchmarks;

import static io.kgen.protocols.benchmarks.Goal.atLeast;
import static io.kgen.protocols.benchmarks.Goal.atMost;
import static io.kgen.protocols.benchmarks.Scenario.USUAL_CONNECTIONS;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The goals of the product, computed from the results of a run. */
final class Goals {

    private static final String DROP = "drop";
    private static final String KEYED = "drop with Idempotency-Key";
    private static final String BATCH = "batch of " + Comparison.ITEMS;
    private static final String BARE_CLIENT = "bare client";
    private static final int MOST = 1_000;

    private final Results results;

    Goals(Results results) {
        this.results = results;
    }

    List<Goal> ofComparison() {
        return List.of(
                atLeast("G1", "lookup hit / C1", 0.6, over(hit(), rate(BareVertx.JSON, "json", USUAL_CONNECTIONS))),
                atLeast("G1", "lookup hit / Spring", 5, over(hit(), spring(Comparison.HIT))),
                atLeast("G2", "drop / C2, 64 connections", 0.9, againstC2(USUAL_CONNECTIONS)),
                atLeast("G2", "drop / C2, 256 connections", 1.1, againstC2(Comparison.MANY)),
                atLeast("G2", "drop / Spring", 8, over(drop(USUAL_CONNECTIONS), spring(DROP))),
                atLeast("G3", "drop with key / drop", 0.75, over(product(KEYED), drop(USUAL_CONNECTIONS))),
                atLeast("G4", "rows of batches / bare client, groups of 100", 0.6, batchAgainst(Comparison.ITEMS)),
                atLeast("G4", "rows of batches / bare client, groups of 500", 0.6, batchAgainst(500)),
                atMost("G5", "lookup p99 at saturation, ms", 4, p99(Comparison.HIT)),
                atMost("G5", "lookup p99 at half of it, ms", 1.5, p99(Comparison.HIT + Comparison.HALF)),
                atMost("G5", "drop p99 at saturation, ms", 4, p99(DROP)),
                atMost("G5", "drop p99 at half of it, ms", 1.5, p99(DROP + Comparison.HALF)),
                atLeast("G5", "drop, 1,000 / 64 connections", 0.95, over(drop(MOST), drop(USUAL_CONNECTIONS))),
                atMost("G5", "drop p50 / bare commit p50, one connection", 1.5, againstBareCommit()),
                atMost("G7", "resident memory, MB", 300, resident()),
                atMost("G7", "ready, s", 3, ready()));
    }

    List<Goal> ofGrowth() {
        return List.of(
                atMost(
                        "G6",
                        "cost of a drop, grown / empty table",
                        1.15,
                        slowdown(Growth.EMPTY_DROP, Growth.GROWN_DROP)),
                atMost(
                        "G6",
                        "cost of the first page, 100,000 / 100 participations",
                        1.5,
                        slowdown(Growth.SHORT_HISTORY, Growth.LONG_HISTORY)));
    }

    private OptionalDouble slowdown(String before, String after) {
        return over(product(before), product(after));
    }

    private OptionalDouble hit() {
        return product(Comparison.HIT);
    }

    private OptionalDouble drop(int connections) {
        return rate(Product.NAME, DROP, connections);
    }

    private OptionalDouble product(String scenario) {
        return rate(Product.NAME, scenario, USUAL_CONNECTIONS);
    }

    private OptionalDouble spring(String scenario) {
        return rate(SpringPeer.NAME, scenario, USUAL_CONNECTIONS);
    }

    private OptionalDouble againstC2(int connections) {
        return over(drop(connections), rate(BareVertx.DB, "db", connections));
    }

    private OptionalDouble batchAgainst(int rows) {
        return over(
                results.of(Product.NAME, BATCH, USUAL_CONNECTIONS, Result::rowsPerSecond),
                results.of(BARE_CLIENT, "insert of " + rows, 1, Result::rowsPerSecond));
    }

    private OptionalDouble againstBareCommit() {
        return over(
                results.of(Product.NAME, DROP, 1, result -> result.median().p50()),
                results.of(
                        BARE_CLIENT, "insert of 1", 1, result -> result.median().p50()));
    }

    private OptionalDouble p99(String scenario) {
        return results.of(
                Product.NAME,
                scenario,
                USUAL_CONNECTIONS,
                result -> result.median().p99());
    }

    private OptionalDouble rate(String contender, String scenario, int connections) {
        return results.of(
                contender, scenario, connections, result -> result.median().rate());
    }

    private OptionalDouble resident() {
        return product()
                .flatMapToDouble(figures -> figures.peakMegabytes().stream().asDoubleStream())
                .findFirst();
    }

    private OptionalDouble ready() {
        return product().mapToDouble(figures -> figures.readyMillis() / 1e3).findFirst();
    }

    private Stream<Results.ServerFigures> product() {
        return results.servers().stream().filter(figures -> figures.name().equals(Product.NAME));
    }

    private static OptionalDouble over(OptionalDouble measured, OptionalDouble reference) {
        return measured.isPresent() && reference.isPresent()
                ? OptionalDouble.of(measured.getAsDouble() / reference.getAsDouble())
                : OptionalDouble.empty();
    }
}
