package io.kgen.protocols.benchmarks;

import io.kgen.protocols.benchmarks.load.Outcome;
import java.io.IOException;

/** Measures the product and the reference points, one after the other, on the same PostgreSQL and Redis. */
final class Comparison {

    static final String HIT = "lookup hit";
    static final String HALF = " at half rate";
    /** In the order of measurement. One connection is not first, because newly loaded code would be measured. */
    static final int[] CONNECTIONS = {64, 256, 1_000, 1};

    static final int MANY = 256;
    static final int ITEMS = 100;

    private static final int PARTICIPATIONS = 100;
    /** The number of users in scenarios with large requests or with data for each user. */
    private static final int SOME_USERS = 1_000;

    private final Options options;
    private final Environment environment;
    private final Results results = new Results();

    Comparison(Options options, Environment environment) {
        this.options = options;
        this.environment = environment;
    }

    Results run() throws IOException {
        environment.database().fillWorld();
        environment.database().link(options.users());
        environment.database().addParticipations(1, SOME_USERS, PARTICIPATIONS);
        bareVertx();
        environment.database().emptyEvents();
        environment.bareCommits().forEach(results::add);
        springPeer();
        product();
        environment.database().emptyEvents();
        return results;
    }

    private void bareVertx() {
        try (var json = environment.start(environment.bareVertx(BareVertx.JSON))) {
            measure(json, Scenario.bare("json", "/json"));
            results.add(json);
        }
        try (var db = environment.start(environment.bareVertx(BareVertx.DB))) {
            measure(db, Scenario.bare("db", "/db"));
            measure(db, Scenario.bare("db", "/db").on(MANY));
            results.add(db);
        }
    }

    private void springPeer() {
        environment.forgetCache();
        try (var spring = environment.start(environment.springPeer())) {
            environment.run(spring, lookup().onceForEachUser());
            measure(spring, lookup());
            measure(spring, Scenario.drop(options.users()));
            results.add(spring);
        }
    }

    private void product() {
        environment.forgetCache();
        try (var product = environment.start(environment.product())) {
            lookups(product);
            drops(product);
            measure(product, Scenario.redirect(options.users()));
            measure(product, Scenario.history("history, first page", SOME_USERS));
            results.add(product);
        }
    }

    /** The misses fill the cache for the hits. */
    private void lookups(Server product) {
        environment.run(product, lookup().onceForEachUser());
        environment.forgetCache();
        measure(product, lookup().named("lookup miss").onceForEachUser());
        var hit = measure(product, lookup());
        measure(product, lookup().named(HIT + HALF).at(hit.median().rate() / 2));
    }

    private void drops(Server product) {
        var drop = Scenario.drop(options.users());
        for (var connections : CONNECTIONS) {
            measure(product, drop.on(connections));
        }
        results.of(
                        Product.NAME,
                        drop.name(),
                        drop.connections(),
                        result -> result.median().rate())
                .ifPresent(
                        rate -> measure(product, drop.named(drop.name() + HALF).at(rate / 2)));
        measure(product, Scenario.keyedDrop(options.users()));
        batches(product, Scenario.batch(SOME_USERS, ITEMS));
    }

    private void batches(Server product, Scenario batch) {
        var one = Scenario.batch(1, ITEMS).on(1).onceForEachUser();
        Outcome probe = environment.run(product, one);
        if (probe.failure() == null) {
            measure(product, batch);
        } else {
            results.note("**" + batch.name() + " skipped**: the product " + probe.failure());
        }
    }

    private Scenario lookup() {
        return Scenario.lookup(HIT, options.users());
    }

    /** Events are stored in an empty table in every scenario. */
    private Result measure(Server server, Scenario scenario) {
        if (scenario.rows() > 0) {
            environment.database().emptyEvents();
        }
        return results.add(environment.measure(server, scenario));
    }
}
