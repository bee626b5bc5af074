package io.kgen.protocols.kstore;

import io.kgen.protocols.contracts.Call;
import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.ServiceFailure;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.kgen.protocols.contracts.kstore.RedeemedPlayer;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.vertx.core.Future;
import java.util.Optional;

/** Tells a store, once, who came with a code. Everybody else hears one and the same refusal, whatever the reason. */
final class Redemptions {

    private final LinkedNumbers numbers;
    private final Codes codes;

    Redemptions(LinkedNumbers numbers, Codes codes) {
        this.numbers = numbers;
        this.codes = codes;
    }

    /** Asks for the number before it uses the code up: if nobody can say, the code stays good. */
    Future<RedeemedPlayer> redeem(RedeemCode request, Call call) {
        var code = new OneTimeCode(request.code());
        return codes.find(code.hash(), request.store())
                .map(found -> found.orElseThrow(Redemptions::refused))
                .compose(issued ->
                        numbers.find(issued.player(), call).compose(number -> use(issued, code, number, call)));
    }

    private Future<RedeemedPlayer> use(IssuedCode issued, OneTimeCode code, Optional<LinkedNumber> number, Call call) {
        return number.filter(linked -> issued.wasMadeFor(linked.linkedPhone(), code))
                .map(linked -> use(issued, linked, call))
                .orElseGet(() ->
                        codes.revoke(issued.hash(), call.deadline()).compose(dead -> Future.failedFuture(refused())));
    }

    private Future<RedeemedPlayer> use(IssuedCode issued, LinkedNumber number, Call call) {
        return codes.use(issued.hash(), issued.store(), call.deadline())
                .compose(won ->
                        won ? Future.succeededFuture(answer(issued.player(), number)) : Future.failedFuture(refused()));
    }

    private static RedeemedPlayer answer(PlayerId player, LinkedNumber number) {
        return new RedeemedPlayer(
                player.issuer(),
                player.userId(),
                number.namespacedThirdPartyUserId(),
                number.walletAddress(),
                number.linkedPhone());
    }

    private static ServiceFailure refused() {
        return new ServiceFailure(FailureCode.NOT_FOUND, "the code is not valid");
    }
}
