package io.kgen.protocols.benchmarks;

import io.kgen.protocols.benchmarks.Pairs.Pair;
import java.util.ArrayList;
import java.util.List;

/**
 * This build of the product beside another one. Both run all the time, on the same PostgreSQL and Redis, and are measured in
 * turn in short windows, so that whatever disturbs the machine for longer than that disturbs both.
 */
final class BuildComparison {

    private static final int SOME_USERS = 1_000;
    private static final int PARTICIPATIONS = 100;
    /** For the connections of a window. */
    private static final long WINDOW_WARMUP_MILLIS = 300;

    private final Options options;
    private final Options window;
    private final int pairsOfAScenario;
    private final Environment lab;
    private final List<Pairs> pairs = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    BuildComparison(Options options, Environment lab) {
        this.options = options;
        this.lab = lab;
        this.window = options.oneWindow(WINDOW_WARMUP_MILLIS, options.windowMillis() / 2);
        this.pairsOfAScenario = 2 * options.windows() + 1;
    }

    void run() {
        lab.database().link(options.users());
        lab.database().addParticipations(1, SOME_USERS, PARTICIPATIONS);
        lab.forgetCache();
        try (var product = lab.start(lab.product());
                var other = lab.start(lab.otherBuild())) {
            scenarios().forEach(scenario -> measure(product, other, scenario));
        }
        lab.database().emptyEvents();
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

    /** Why figures do not count; empty if all do. */
    List<String> faults() {
        return faults;
    }

    private void measure(Server product, Server other, Scenario scenario) {
        warmUp(product, scenario);
        warmUp(other, scenario);
        var measured = new ArrayList<Pair>();
        for (var i = 0; i < pairsOfAScenario; i++) {
            // Each is the first one in every second pair.
            measured.add(i % 2 == 0 ? pair(product, other, scenario) : swapped(pair(other, product, scenario)));
        }
        pairs.add(new Pairs(scenario.name(), scenario.connections(), measured));
    }

    private void warmUp(Server server, Scenario scenario) {
        lab.database().emptyEvents();
        note(lab.measure(Nodes.of(server), scenario, options.oneWindow(0, options.warmupMillis())));
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
            lab.database().emptyEvents();
        }
        return note(lab.measure(Nodes.of(server), scenario, window));
    }

    private Result note(Result result) {
        if (!result.isSound()) {
            faults.add("%s, %s, %d connections: %s"
                    .formatted(result.contender(), result.scenario(), result.connections(), result.fault()));
        }
        return result;
    }
}
