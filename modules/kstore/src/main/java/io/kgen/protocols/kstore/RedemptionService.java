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

/** Redeems a code once for its store. Every other attempt fails with one message, so that it does not reveal the reason. */
final class RedemptionService {

    private final LinkedNumberLookup numbers;
    private final CodeStore codes;

    RedemptionService(LinkedNumberLookup numbers, CodeStore codes) {
        this.numbers = numbers;
        this.codes = codes;
    }

    /** Looks up the number before it marks the code as used: if the lookup fails, the code remains active. */
    Future<RedeemCodeReply> redeem(RedeemCode request, CallContext call) {
        var code = new OneTimeCode(request.code());
        return codes.find(code.hash(), request.store())
                .map(found -> found.orElseThrow(RedemptionService::invalidCode))
                .compose(issued ->
                        numbers.find(issued.player(), call).compose(number -> use(issued, code, number, call)));
    }

    private Future<RedeemCodeReply> use(
            IssuedCode issued, OneTimeCode code, Optional<LinkedNumber> number, CallContext call) {
        return number.filter(linked -> issued.wasIssuedFor(linked.linkedPhone(), code))
                .map(linked -> use(issued, linked, call))
                .orElseGet(() -> codes.revoke(issued.hash(), call.deadline())
                        .compose(revoked -> Future.failedFuture(invalidCode())));
    }

    private Future<RedeemCodeReply> use(IssuedCode issued, LinkedNumber number, CallContext call) {
        return codes.use(issued.hash(), issued.store(), call.deadline())
                .compose(won -> won
                        ? Future.succeededFuture(reply(issued.player(), number))
                        : Future.failedFuture(invalidCode()));
    }

    private static RedeemCodeReply reply(PlayerId player, LinkedNumber number) {
        return new RedeemCodeReply(
                player.issuer(),
                player.userId(),
                number.namespacedThirdPartyUserId(),
                number.walletAddress(),
                number.linkedPhone());
    }

    private static ServiceException invalidCode() {
        return new ServiceException(FailureCode.NOT_FOUND, "the code is not valid");
    }
}
