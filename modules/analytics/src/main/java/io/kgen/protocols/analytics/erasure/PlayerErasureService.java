package io.kgen.protocols.analytics.erasure;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Erases what is kept about a player. Each step of it is a short transaction, and idempotent. */
public final class PlayerErasureService {

    private final Vertx vertx;
    private final PgErasure store;

    public PlayerErasureService(Vertx vertx, PgErasure store) {
        this.vertx = vertx;
        this.store = store;
    }

    public Future<ErasePlayerReply> erase(ErasePlayer request, CallContext call) {
        var player = request.player();
        var steps = new ThrottledJob(vertx, deadline(call));
        return steps.untilNothingIsDone(() -> store.someParticipations(player))
                .compose(done -> steps.untilNothingIsDone(() -> store.someKeys(player)))
                .compose(done -> store.strandedEvents())
                .compose(stretches -> erase(stretches, player, steps))
                // Only now, because meanwhile some of the stranded may have moved there.
                .compose(done -> store.eventsOfDays())
                .compose(stretches -> erase(stretches, player, steps))
                .map(done -> new ErasePlayerReply(steps.done()));
    }

    private Future<Void> erase(List<EventPartition.PageRange> stretches, PlayerId player, ThrottledJob steps) {
        return steps.forEach(stretches.iterator(), stretch -> store.events(stretch, player));
    }

    /** The caller's if that is later: who sends no deadline means the operation's and not that of a short question. */
    private static long deadline(CallContext call) {
        var shortest = AnalyticsOperations.ERASE.timeout().toMillis();
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(shortest, call.remainingMillis()));
    }
}
