package io.kgen.protocols.users;

import io.kgen.protocols.postgres.PlayerTable;
import java.util.List;

/** All tables of the module with data of players. */
final class UsersTables {

    static final PlayerTable LINKED_NUMBER = PlayerTable.of(
            "users.linked_number",
            "issuer",
            "user_id",
            "phone",
            "e164",
            "namespaced_third_party_user_id",
            "wallet_address",
            "indigg_wallet_address",
            "kgen_id",
            "version",
            "linked_at");

    static final List<PlayerTable> ALL = List.of(LINKED_NUMBER);

    private UsersTables() {}
}
