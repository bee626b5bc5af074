package io.kgen.protocols.analytics;

import io.kgen.protocols.platform.Postgres;
import io.vertx.core.Future;

/** What cursors are sealed with: one key in PostgreSQL, so that any node opens the cursors of any other. */
final class PgCursorKey {

    private final Postgres postgres;
    private Future<CursorSeal> seal = Future.failedFuture("not read yet");

    PgCursorKey(Postgres postgres) {
        this.postgres = postgres;
    }

    /** Reads the key when it is first needed, and again only if that failed. */
    Future<CursorSeal> seal() {
        if (seal.failed()) {
            seal = postgres.query("SELECT secret FROM analytics.cursor_key")
                    .map(rows -> new CursorSeal(
                            rows.iterator().next().getBuffer("secret").getBytes()));
        }
        return seal;
    }
}
