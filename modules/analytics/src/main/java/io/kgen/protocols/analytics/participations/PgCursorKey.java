package io.kgen.protocols.analytics.participations;

import io.kgen.protocols.postgres.PostgresClient;
import io.vertx.core.Future;

/** The key that signs cursors. It is stored in PostgreSQL, so that every node verifies the cursors of every other node. */
final class PgCursorKey {

    private final PostgresClient postgres;
    private Future<CursorSigner> signer = Future.failedFuture("not queried yet");

    PgCursorKey(PostgresClient postgres) {
        this.postgres = postgres;
    }

    /** Queries the key at the first call, and again only if that failed. */
    Future<CursorSigner> signer() {
        if (signer.failed()) {
            signer = postgres.query("SELECT secret FROM analytics.cursor_key")
                    .map(rows -> new CursorSigner(
                            rows.iterator().next().getBuffer("secret").getBytes()));
        }
        return signer;
    }
}
