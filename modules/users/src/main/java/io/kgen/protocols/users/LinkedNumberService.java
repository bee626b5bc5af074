package io.kgen.protocols.users;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.kgen.protocols.contracts.users.UnlinkNumber;
import io.kgen.protocols.contracts.users.UnlinkNumberReply;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** The rules for linking a number to a player, finding and unlinking it. Publishes each change. */
final class LinkedNumberService {

    private final LinkedNumberStore store;
    private final Consumer<LinkedNumberChanged> publisher;

    LinkedNumberService(LinkedNumberStore store, Consumer<LinkedNumberChanged> publisher) {
        this.store = store;
        this.publisher = publisher;
    }

    Future<LinkedNumber> find(FindLinkedNumber request) {
        return store.find(request.player()).map(LinkedNumberService::requireNumber);
    }

    Future<LinkedNumber> link(LinkNumber request, CallContext call) {
        var e164 = PhoneNumbers.toE164(request.phone(), request.region());
        return store.link(request, e164, call)
                .onSuccess(link -> publish(request.player(), link))
                .map(VersionedLink::number);
    }

    Future<UnlinkNumberReply> unlink(UnlinkNumber request, CallContext call) {
        return store.unlink(request.player(), call)
                .onSuccess(link -> publish(request.player(), link))
                .map(link -> new UnlinkNumberReply(link.change() != null));
    }

    /** The link is all that the module keeps about a player. */
    Future<ErasePlayerReply> erase(ErasePlayer request, CallContext call) {
        return store.erase(request.player(), call)
                .onSuccess(link -> publishErasure(request.player(), link))
                .map(link -> new ErasePlayerReply(link.change() == null ? 0 : 1));
    }

    private void publish(PlayerId player, VersionedLink link) {
        if (link.change() != null) {
            publish(player, link.change().kind(), link.change());
        }
    }

    private void publishErasure(PlayerId player, VersionedLink link) {
        if (link.change() != null) {
            publish(player, LinkedNumberChanged.Change.ERASED, link.change());
        }
    }

    private void publish(PlayerId player, LinkedNumberChanged.Change kind, LinkChange change) {
        publisher.accept(new LinkedNumberChanged(player.issuer(), player.userId(), kind, change.at()));
    }

    private static LinkedNumber requireNumber(VersionedLink link) {
        if (!link.isLinked()) {
            throw new ServiceException(FailureCode.NOT_FOUND, "the player has no linked number");
        }
        return link.number();
    }
}
