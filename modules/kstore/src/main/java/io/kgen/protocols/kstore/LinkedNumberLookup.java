package io.kgen.protocols.kstore;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.vertx.core.Future;
import java.util.Optional;

/** Looks up the number that a player has linked now. */
@FunctionalInterface
interface LinkedNumberLookup {

    Future<Optional<LinkedNumber>> find(PlayerId player, CallContext call);
}
