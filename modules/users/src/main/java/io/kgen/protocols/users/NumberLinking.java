package io.kgen.protocols.users;

import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.ServiceFailure;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.NumberUnlinked;
import io.kgen.protocols.contracts.users.UnlinkNumber;
import io.vertx.core.Future;

/** The rules of linking a number to a player, finding it and taking it away. */
final class NumberLinking {

    private final LinkedNumbers numbers;

    NumberLinking(LinkedNumbers numbers) {
        this.numbers = numbers;
    }

    Future<LinkedNumber> find(FindLinkedNumber request) {
        return numbers.find(request.player()).map(NumberLinking::linked);
    }

    Future<LinkedNumber> link(LinkNumber request) {
        var e164 = PhoneNumbers.toE164(request.phone(), request.region());
        return numbers.link(request, e164).map(LinkState::number);
    }

    Future<NumberUnlinked> unlink(UnlinkNumber request) {
        return numbers.unlink(request.player()).map(state -> new NumberUnlinked(!state.equals(LinkState.NONE)));
    }

    private static LinkedNumber linked(LinkState state) {
        if (!state.isLinked()) {
            throw new ServiceFailure(FailureCode.NOT_FOUND, "the player has no linked number");
        }
        return state.number();
    }
}
