package io.kgen.protocols.kstore;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.kgen.protocols.platform.RateLimitedLogger;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Revokes codes before they expire, because the link that they were issued for has changed or the player is erased (E41). */
final class RevocationService {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationService.class);
    private static final RateLimitedLogger LIMITED_LOG = new RateLimitedLogger(LOG);

    private final CodeStore codes;

    RevocationService(CodeStore codes) {
        this.codes = codes;
    }

    /**
     * Codes issued before the change belong to another link. The publication can be lost, so {@link RedemptionService}
     * compares the number as well.
     */
    Future<Integer> revokeAfterChange(LinkedNumberChanged changed) {
        return codes.revokeIssuedBefore(
                        changed.player(), changed.at(), CallContext.root().deadline())
                .onFailure(RevocationService::warn);
    }

    Future<ErasePlayerReply> erase(ErasePlayer request, CallContext call) {
        return codes.erase(request.player(), call).map(ErasePlayerReply::new);
    }

    private static void warn(Throwable failure) {
        LIMITED_LOG.warn(RevocationService.class, "the codes of a changed number were not revoked", failure);
    }
}
