package io.kgen.protocols.kstore;

import io.kgen.protocols.postgres.PlayerTable;
import java.util.List;

/** The tables of the module with player data. */
final class KStoreTables {

    static final PlayerTable CODE = PlayerTable.of(
            "kstore.code",
            "code_hash",
            "number",
            "issuer",
            "user_id",
            "store",
            "seal",
            "expires_at",
            "used_at",
            "made_at");

    static final List<PlayerTable> ALL = List.of(CODE);

    private KStoreTables() {}
}
