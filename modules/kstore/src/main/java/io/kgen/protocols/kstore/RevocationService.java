package io.kgen.protocols.kstore;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.kgen.protocols.platform.RateLimitedLogger;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends codes before their time, when what they stand for is no longer so (E41). */
final class RevocationService {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationService.class);
    private static final RateLimitedLogger LIMITED_LOG = new RateLimitedLogger(LOG);

    private final CodeStore codes;

    RevocationService(CodeStore codes) {
        this.codes = codes;
    }

    /**
     * Whatever the change is, older codes were made for another link. That it is heard of is not certain, so {@link
     * Redemptions} looks at the number as well.
     */
    Future<Integer> numberChanged(LinkedNumberChanged changed) {
        return codes.revokeMadeBefore(
                        changed.player(), changed.at(), CallContext.root().deadline())
                .onFailure(RevocationService::warn);
    }

    Future<ErasePlayerReply> erase(ErasePlayer request, CallContext call) {
        return codes.revokeAll(request.player(), call.deadline()).map(ErasePlayerReply::new);
    }

    private static void warn(Throwable failure) {
        LIMITED_LOG.warn(RevocationService.class, "codes of a changed number were not revoked", failure);
    }
}
