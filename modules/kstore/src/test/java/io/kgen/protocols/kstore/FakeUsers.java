package io.kgen.protocols.kstore;

import static io.kgen.protocols.contracts.users.UsersOperations.FIND_LINKED_NUMBER;

import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A users module that stores the linked numbers in a map and can be made unavailable. */
final class FakeUsers implements LinkedNumberLookup {

    private final Map<PlayerId, LinkedNumber> linked = new ConcurrentHashMap<>();
    private final Map<PlayerId, CallContext> lastCalls = new ConcurrentHashMap<>();
    private volatile boolean unavailable;

    /** Serves the lookup of linked numbers over the bus. */
    BusServer serveOn(Vertx vertx) {
        var server = new BusServer(vertx).serve(FIND_LINKED_NUMBER, this::reply);
        server.started().await();
        return server;
    }

    void link(PlayerId player, String phone) {
        linked.put(player, new LinkedNumber(player.userId(), "client___" + player.userId(), "0xwallet", "", phone, ""));
    }

    void unlink(PlayerId player) {
        linked.remove(player);
    }

    void stopResponding() {
        unavailable = true;
    }

    void respondAgain() {
        unavailable = false;
    }

    /** The context of the last call about this player. */
    CallContext lastCallAbout(PlayerId player) {
        return lastCalls.get(player);
    }

    @Override
    public Future<Optional<LinkedNumber>> find(PlayerId player, CallContext call) {
        lastCalls.put(player, call);
        return unavailable
                ? Future.failedFuture(ServiceException.unavailable("users is unavailable", null))
                : Future.succeededFuture(Optional.ofNullable(linked.get(player)));
    }

    private Future<LinkedNumber> reply(FindLinkedNumber request, CallContext call) {
        return find(request.player(), call)
                .map(number -> number.orElseThrow(() -> new ServiceException(FailureCode.NOT_FOUND, "no number")));
    }
}
