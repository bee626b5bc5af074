package io.kgen.protocols.kstore;

import io.kgen.protocols.contracts.Call;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.PlayerErased;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.kgen.protocols.platform.LogPace;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends codes before their time, when what they stand for is no longer so (E41). */
final class Revocations {

    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
    private static final LogPace PACE = new LogPace();

    private final Codes codes;

    Revocations(Codes codes) {
        this.codes = codes;
    }

    /**
     * Whatever the change is, older codes were made for another link. That it is heard of is not certain, so {@link
     * Redemptions} looks at the number as well.
     */
    Future<Integer> numberChanged(LinkedNumberChanged changed) {
        return codes.revokeMadeBefore(
                        changed.player(), changed.at(), Call.fresh().deadline())
                .onFailure(Revocations::warn);
    }

    Future<PlayerErased> erase(ErasePlayer request, Call call) {
        return codes.revokeAll(request.player(), call.deadline()).map(PlayerErased::new);
    }

    private static void warn(Throwable failure) {
        PACE.next(Revocations.class)
                .ifPresent(heldBack ->
                        LOG.warn("codes of a changed number were not revoked, {} more before", heldBack, failure));
    }
}
