package io.kgen.protocols.analytics.erasure;

import io.kgen.protocols.postgres.PlayerTable;
import java.util.List;

/**
 * The tables of the module with player data that can be exported and is erased. The digests of idempotency keys ({@code
 * analytics.event_key}), which are stored for seven days, contain no player data and are erased with the rest.
 */
final class AnalyticsTables {

    /** Partitioned by day. */
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
