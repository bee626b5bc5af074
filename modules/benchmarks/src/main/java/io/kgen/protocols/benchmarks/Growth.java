package io.kgen.protocols.benchmarks;

/** G6: what a drop and a page of history cost when there is much already. */
final class Growth {

    static final String EMPTY_DROP = "drop, empty table";
    static final String GROWN_DROP = "drop, grown table";
    static final String SHORT_HISTORY = "history of 100";
    static final String LONG_HISTORY = "history of 100,000";

    private static final int DAYS = 89;
    private static final int SHORT = 100;
    private static final int LONG = 100_000;

    private final Options options;
    private final Environment lab;
    private final Results findings = new Results();

    Growth(Options options, Environment lab) {
        this.options = options;
        this.lab = lab;
    }

    Results run() {
        try (var product = lab.start(lab.product())) {
            lab.put(product, Scenario.drop(options.users()));
            lab.database().emptyEvents();
            findings.add(lab.measure(product, Scenario.drop(options.users()).named(EMPTY_DROP)));
            System.err.printf("  %,d rows go into the partitions of %d past days%n", options.rows(), DAYS);
            lab.database().growEvents(DAYS, options.rows());
            lab.put(product, Scenario.drop(options.users()));
            findings.add(lab.measure(product, Scenario.drop(options.users()).named(GROWN_DROP)));
            history(product);
            findings.add(product);
        }
        findings.note("%,d events of past days in %d partitions".formatted(options.rows(), DAYS));
        return findings;
    }

    /** The first token's player first has a short history, and then a long one. */
    private void history(Server product) {
        lab.database().addParticipations(1, 1, SHORT);
        lab.put(product, Scenario.history(SHORT_HISTORY, 1));
        findings.add(lab.measure(product, Scenario.history(SHORT_HISTORY, 1)));
        lab.database().addMoreParticipations(1, SHORT + 1, LONG);
        findings.add(lab.measure(product, Scenario.history(LONG_HISTORY, 1)));
    }
}
