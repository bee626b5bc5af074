package io.kgen.protocols.benchmarks;

import io.kgen.protocols.benchmarks.Pairs.Pair;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares this build of the product with another one. Both run all the time, on the same PostgreSQL and Redis, and are
 * measured in turn in short windows, so that a longer disturbance of the machine affects both.
 */
final class BuildComparison {

    private static final int SOME_USERS = 1_000;
    private static final int PARTICIPATIONS = 100;
    /** The number of connections of a window. */
    private static final long WINDOW_WARMUP_MILLIS = 300;

    private final Options options;
    private final Options window;
    private final int pairsOfAScenario;
    private final Environment environment;
    private final List<Pairs> pairs = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    BuildComparison(Options options, Environment environment) {
        this.options = options;
        this.environment = environment;
        this.window = options.oneWindow(WINDOW_WARMUP_MILLIS, options.windowMillis() / 2);
        this.pairsOfAScenario = 2 * options.windows() + 1;
    }

    void run() {
        environment.database().link(options.users());
        environment.database().addParticipations(1, SOME_USERS, PARTICIPATIONS);
        environment.forgetCache();
        try (var product = environment.start(environment.product());
                var other = environment.start(environment.otherBuild())) {
            scenarios().forEach(scenario -> measure(product, other, scenario));
        }
        environment.database().emptyEvents();
    }

    private List<Scenario> scenarios() {
        var lookup = Scenario.lookup(Comparison.HIT, options.users());
        var drop = Scenario.drop(options.users());
        return List.of(
                lookup,
                drop.on(Scenario.USUAL_CONNECTIONS),
                drop.on(Comparison.MANY),
                drop.on(1_000),
                Scenario.keyedDrop(options.users()),
                Scenario.batch(SOME_USERS, Comparison.ITEMS),
                Scenario.redirect(options.users()),
                Scenario.history("history, first page", SOME_USERS),
                lookup.on(1),
                drop.on(1));
    }

    List<Pairs> pairs() {
        return pairs;
    }

    /** The reasons for invalid figures; empty if all are valid. */
    List<String> failures() {
        return failures;
    }

    private void measure(Server product, Server other, Scenario scenario) {
        warmUp(product, scenario);
        warmUp(other, scenario);
        var measured = new ArrayList<Pair>();
        for (var i = 0; i < pairsOfAScenario; i++) {
            // Each build is first in every second pair.
            measured.add(i % 2 == 0 ? pair(product, other, scenario) : swapped(pair(other, product, scenario)));
        }
        pairs.add(new Pairs(scenario.name(), scenario.connections(), measured));
    }

    private void warmUp(Server server, Scenario scenario) {
        environment.database().emptyEvents();
        note(environment.measure(Nodes.of(server), scenario, options.oneWindow(0, options.warmupMillis())));
    }

    private Pair pair(Server first, Server second, Scenario scenario) {
        var before = CpuTime.now();
        var one = window(first, scenario);
        var two = window(second, scenario);
        var others = CpuTime.now().othersSince(before, Runtime.getRuntime().availableProcessors());
        return new Pair(
                one.median().rate(),
                two.median().rate(),
                one.median().cpuMicros(),
                two.median().cpuMicros(),
                others);
    }

    private static Pair swapped(Pair pair) {
        return new Pair(pair.otherRate(), pair.rate(), pair.otherCpu(), pair.cpu(), pair.others());
    }

    private Result window(Server server, Scenario scenario) {
        if (scenario.rows() > 0) {
            environment.database().emptyEvents();
        }
        return note(environment.measure(Nodes.of(server), scenario, window));
    }

    private Result note(Result result) {
        if (!result.isValid()) {
            failures.add("%s, %s, %d connections: %s"
                    .formatted(result.contender(), result.scenario(), result.connections(), result.failure()));
        }
        return result;
    }
}
