package io.kgen.protocols.analytics.participations;

import io.kgen.protocols.postgres.PostgresClient;
import io.vertx.core.Future;

/** What cursors are sealed with: one key in PostgreSQL, so that any node opens the cursors of any other. */
public final class PgCursorKey {

    private final PostgresClient postgres;
    private Future<CursorSigner> seal = Future.failedFuture("not read yet");

    public PgCursorKey(PostgresClient postgres) {
        this.postgres = postgres;
    }

    /** Reads the key when it is first needed, and again only if that failed. */
    Future<CursorSigner> seal() {
        if (seal.failed()) {
            seal = postgres.query("SELECT secret FROM analytics.cursor_key")
                    .map(rows -> new CursorSigner(
                            rows.iterator().next().getBuffer("secret").getBytes()));
        }
        return seal;
    }
}
