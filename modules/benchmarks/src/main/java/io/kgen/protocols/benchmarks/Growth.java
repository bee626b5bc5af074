package io.kgen.protocols.benchmarks;

/** G6: the cost of a drop and of a history page with many stored rows. */
final class Growth {

    static final String EMPTY_DROP = "drop, empty table";
    static final String GROWN_DROP = "drop, grown table";
    static final String SHORT_HISTORY = "history of 100";
    static final String LONG_HISTORY = "history of 100,000";

    private static final int DAYS = 89;
    private static final int SHORT = 100;
    private static final int LONG = 100_000;

    private final Options options;
    private final Environment environment;
    private final Results results = new Results();

    Growth(Options options, Environment environment) {
        this.options = options;
        this.environment = environment;
    }

    Results run() {
        try (var product = environment.start(environment.product())) {
            environment.run(product, Scenario.drop(options.users()));
            environment.database().emptyEvents();
            results.add(
                    environment.measure(product, Scenario.drop(options.users()).named(EMPTY_DROP)));
            System.err.printf("  storing %,d rows in the partitions of %d past days%n", options.rows(), DAYS);
            environment.database().growEvents(DAYS, options.rows());
            environment.run(product, Scenario.drop(options.users()));
            results.add(
                    environment.measure(product, Scenario.drop(options.users()).named(GROWN_DROP)));
            history(product);
            results.add(product);
        }
        results.note("%,d events of past days in %d partitions".formatted(options.rows(), DAYS));
        return results;
    }

    /** The player of the first token has a short history first, and then a long one. */
    private void history(Server product) {
        environment.database().addParticipations(1, 1, SHORT);
        environment.run(product, Scenario.history(SHORT_HISTORY, 1));
        results.add(environment.measure(product, Scenario.history(SHORT_HISTORY, 1)));
        environment.database().addMoreParticipations(1, SHORT + 1, LONG);
        results.add(environment.measure(product, Scenario.history(LONG_HISTORY, 1)));
    }
}
