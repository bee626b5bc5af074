package io.kgen.protocols.kstore;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.kgen.protocols.contracts.kstore.RedeemCodeReply;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.vertx.core.Future;
import java.util.Optional;

/** Tells a store, once, who came with a code. Everybody else hears one and the same refusal, whatever the reason. */
final class RedemptionService {

    private final LinkedNumberLookup numbers;
    private final CodeStore codes;

    RedemptionService(LinkedNumberLookup numbers, CodeStore codes) {
        this.numbers = numbers;
        this.codes = codes;
    }

    /** Asks for the number before it uses the code up: if nobody can say, the code stays good. */
    Future<RedeemCodeReply> redeem(RedeemCode request, CallContext call) {
        var code = new OneTimeCode(request.code());
        return codes.find(code.hash(), request.store())
                .map(found -> found.orElseThrow(RedemptionService::refused))
                .compose(issued ->
                        numbers.find(issued.player(), call).compose(number -> use(issued, code, number, call)));
    }

    private Future<RedeemCodeReply> use(
            IssuedCode issued, OneTimeCode code, Optional<LinkedNumber> number, CallContext call) {
        return number.filter(linked -> issued.wasMadeFor(linked.linkedPhone(), code))
                .map(linked -> use(issued, linked, call))
                .orElseGet(() ->
                        codes.revoke(issued.hash(), call.deadline()).compose(dead -> Future.failedFuture(refused())));
    }

    private Future<RedeemCodeReply> use(IssuedCode issued, LinkedNumber number, CallContext call) {
        return codes.use(issued.hash(), issued.store(), call.deadline())
                .compose(won ->
                        won ? Future.succeededFuture(answer(issued.player(), number)) : Future.failedFuture(refused()));
    }

    private static RedeemCodeReply answer(PlayerId player, LinkedNumber number) {
        return new RedeemCodeReply(
                player.issuer(),
                player.userId(),
                number.namespacedThirdPartyUserId(),
                number.walletAddress(),
                number.linkedPhone());
    }

    private static ServiceException refused() {
        return new ServiceException(FailureCode.NOT_FOUND, "the code is not valid");
    }
}
