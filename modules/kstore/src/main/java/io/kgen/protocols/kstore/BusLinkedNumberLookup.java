package io.kgen.protocols.kstore;

import static io.kgen.protocols.contracts.users.UsersOperations.FIND_LINKED_NUMBER;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.vertx.core.Future;
import java.util.Optional;

/** Looks up linked numbers in the users module, over the bus. */
final class BusLinkedNumberLookup implements LinkedNumberLookup {

    private final BusClient bus;

    BusLinkedNumberLookup(BusClient bus) {
        this.bus = bus;
    }

    @Override
    public Future<Optional<LinkedNumber>> find(PlayerId player, CallContext call) {
        return bus.call(FIND_LINKED_NUMBER, new FindLinkedNumber(player), call)
                .map(Optional::of)
                .recover(BusLinkedNumberLookup::emptyIfNotFound);
    }

    private static Future<Optional<LinkedNumber>> emptyIfNotFound(Throwable failure) {
        return ServiceException.is(failure, FailureCode.NOT_FOUND)
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure);
    }
}
