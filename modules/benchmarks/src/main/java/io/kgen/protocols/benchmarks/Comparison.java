package io.kgen.protocols.benchmarks;

import io.kgen.protocols.benchmarks.load.Outcome;
import java.io.IOException;

/** The product beside the reference points, one after the other on the same PostgreSQL and Redis. */
final class Comparison {

    static final String HIT = "lookup hit";
    static final String HALF = " at half rate";
    /** In the order of their turns: code that has just been loaded would be measured if one connection came first. */
    static final int[] CONNECTIONS = {64, 256, 1_000, 1};

    static final int MANY = 256;
    static final int ITEMS = 100;

    private static final int PARTICIPATIONS = 100;
    /** Callers of the scenarios whose requests are large, or who need data of their own. */
    private static final int SOME_USERS = 1_000;

    private final Options options;
    private final Environment lab;
    private final Results findings = new Results();

    Comparison(Options options, Environment lab) {
        this.options = options;
        this.lab = lab;
    }

    Results run() throws IOException {
        lab.database().fillWorld();
        lab.database().link(options.users());
        lab.database().addParticipations(1, SOME_USERS, PARTICIPATIONS);
        bareVertx();
        lab.database().emptyEvents();
        lab.bareCommits().forEach(findings::add);
        springPeer();
        product();
        lab.database().emptyEvents();
        return findings;
    }

    private void bareVertx() {
        try (var json = lab.start(lab.bareVertx(BareVertx.JSON))) {
            measure(json, Scenario.bare("json", "/json"));
            findings.add(json);
        }
        try (var db = lab.start(lab.bareVertx(BareVertx.DB))) {
            measure(db, Scenario.bare("db", "/db"));
            measure(db, Scenario.bare("db", "/db").on(MANY));
            findings.add(db);
        }
    }

    private void springPeer() {
        lab.forgetCache();
        try (var spring = lab.start(lab.springPeer())) {
            lab.put(spring, lookup().onceForEachUser());
            measure(spring, lookup());
            measure(spring, Scenario.drop(options.users()));
            findings.add(spring);
        }
    }

    private void product() {
        lab.forgetCache();
        try (var product = lab.start(lab.product())) {
            lookups(product);
            drops(product);
            measure(product, Scenario.redirect(options.users()));
            measure(product, Scenario.history("history, first page", SOME_USERS));
            findings.add(product);
        }
    }

    /** The misses fill the cache for the hits. */
    private void lookups(Server product) {
        lab.put(product, lookup().onceForEachUser());
        lab.forgetCache();
        measure(product, lookup().named("lookup miss").onceForEachUser());
        var hit = measure(product, lookup());
        measure(product, lookup().named(HIT + HALF).at(hit.median().rate() / 2));
    }

    private void drops(Server product) {
        var drop = Scenario.drop(options.users());
        for (var connections : CONNECTIONS) {
            measure(product, drop.on(connections));
        }
        findings.of(
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
        Outcome probe = lab.put(product, one);
        if (probe.fault() == null) {
            measure(product, batch);
        } else {
            findings.note("**" + batch.name() + " skipped**: the product " + probe.fault());
        }
    }

    private Scenario lookup() {
        return Scenario.lookup(HIT, options.users());
    }

    /** Events go into an empty table, whoever's turn it is. */
    private Result measure(Server server, Scenario scenario) {
        if (scenario.rows() > 0) {
            lab.database().emptyEvents();
        }
        return findings.add(lab.measure(server, scenario));
    }
}
