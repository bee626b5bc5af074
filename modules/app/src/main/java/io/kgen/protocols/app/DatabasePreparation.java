package io.kgen.protocols.app;

import io.kgen.protocols.postgres.DatabaseCheck;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Brings the schemas to the version of this build, or checks that they have it, and connects. */
final class DatabasePreparation {

    private DatabasePreparation() {}

    /** Fails with {@link StartupException} if the node cannot serve on this database. */
    static Future<Void> run(Vertx vertx, AppConfig config) {
        return vertx.executeBlocking(() -> {
                    migrateOrCheck(config);
                    return null;
                })
                .compose(migrated -> connect(vertx, config));
    }

    private static void migrateOrCheck(AppConfig config) {
        if (config.migration().atStart()) {
            Migrations.run(config.migration());
        } else {
            Migrations.check(config.postgres());
        }
    }

    /** Connects by the driver that serves, which is another one than the driver that migrates (E84). */
    private static Future<Void> connect(Vertx vertx, AppConfig config) {
        var postgres = config.postgres();
        return DatabaseCheck.beforeServing(vertx, postgres)
                .recover(failure -> Future.failedFuture(new StartupException(
                        "cannot connect to PostgreSQL at " + postgres.address() + ": " + failure.getMessage(),
                        failure)));
    }
}
