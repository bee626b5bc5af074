package io.kgen.protocols.analytics.erasure;

import io.kgen.protocols.postgres.PlayerTable;
import java.util.List;

/**
 * What the module keeps about players, all of it that can be handed out. Beside it there are the digests of their idempotency
 * keys ({@link IdempotencyKeyDigest}), for seven days: they say nothing, and are erased with the rest.
 */
final class AnalyticsTables {

    /** In partitions. */
    static final PlayerTable EVENT = PlayerTable.of(
            "analytics.event", "id", "received_at", "issuer", "user_id", "event_id", "attributes", "occurred_at");

    static final PlayerTable PARTICIPATION = PlayerTable.of(
            "analytics.participation",
            "issuer",
            "source",
            "source_id",
            "user_id",
            "revision",
            "type",
            "type_value",
            "result",
            "occurred_at",
            "mode",
            "buy_in_stake",
            "amount_won",
            "recorded_at",
            "id",
            "sort_at");

    static final List<PlayerTable> ALL = List.of(EVENT, PARTICIPATION);

    private AnalyticsTables() {}
}
