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

/** The rules of linking a number to a player, finding it and taking it away; who listens is told of each change. */
final class LinkedNumberService {

    private final LinkedNumberStore numbers;
    private final Consumer<LinkedNumberChanged> listeners;

    LinkedNumberService(LinkedNumberStore numbers, Consumer<LinkedNumberChanged> listeners) {
        this.numbers = numbers;
        this.listeners = listeners;
    }

    Future<LinkedNumber> find(FindLinkedNumber request) {
        return numbers.find(request.player()).map(LinkedNumberService::linked);
    }

    Future<LinkedNumber> link(LinkNumber request, CallContext call) {
        var e164 = PhoneNumbers.toE164(request.phone(), request.region());
        return numbers.link(request, e164, call.deadline())
                .onSuccess(state -> tell(request.player(), state))
                .map(VersionedLink::number);
    }

    Future<UnlinkNumberReply> unlink(UnlinkNumber request, CallContext call) {
        return numbers.unlink(request.player(), call.deadline())
                .onSuccess(state -> tell(request.player(), state))
                .map(state -> new UnlinkNumberReply(state.change() != null));
    }

    /** The link is all that there is of a player. */
    Future<ErasePlayerReply> erase(ErasePlayer request, CallContext call) {
        return numbers.unlink(request.player(), call.deadline())
                .onSuccess(state -> tellErased(request.player(), state))
                .map(state -> new ErasePlayerReply(state.change() == null ? 0 : 1));
    }

    private void tell(PlayerId player, VersionedLink state) {
        if (state.change() != null) {
            tell(player, state.change().kind(), state.change());
        }
    }

    private void tellErased(PlayerId player, VersionedLink state) {
        if (state.change() != null) {
            tell(player, LinkedNumberChanged.Change.ERASED, state.change());
        }
    }

    private void tell(PlayerId player, LinkedNumberChanged.Change kind, LinkChange change) {
        listeners.accept(new LinkedNumberChanged(player.issuer(), player.userId(), kind, change.at()));
    }

    private static LinkedNumber linked(VersionedLink state) {
        if (!state.isLinked()) {
            throw new ServiceException(FailureCode.NOT_FOUND, "the player has no linked number");
        }
        return state.number();
    }
}
