package io.kgen.protocols.kstore;

import io.kgen.protocols.contracts.Call;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.vertx.core.Future;
import java.util.Optional;

/** Which number a player has linked now. */
@FunctionalInterface
interface LinkedNumbers {

    Future<Optional<LinkedNumber>> find(PlayerId player, Call call);
}
