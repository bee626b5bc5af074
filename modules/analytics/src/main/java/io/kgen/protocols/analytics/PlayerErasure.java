package io.kgen.protocols.analytics;

import io.kgen.protocols.contracts.Call;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.PlayerErased;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Erases what is kept about a player. Each step of it is a short transaction, and idempotent. */
final class PlayerErasure {

    private final Vertx vertx;
    private final PgErasure store;

    PlayerErasure(Vertx vertx, PgErasure store) {
        this.vertx = vertx;
        this.store = store;
    }

    Future<PlayerErased> erase(ErasePlayer request, Call call) {
        var player = request.player();
        var steps = new Steps(vertx, deadline(call));
        return steps.untilNothingIsDone(() -> store.someParticipations(player))
                .compose(done -> steps.untilNothingIsDone(() -> store.someKeys(player)))
                .compose(done -> store.strandedEvents())
                .compose(stretches -> erase(stretches, player, steps))
                // Only now, because meanwhile some of the stranded may have moved there.
                .compose(done -> store.eventsOfDays())
                .compose(stretches -> erase(stretches, player, steps))
                .map(done -> new PlayerErased(steps.done()));
    }

    private Future<Void> erase(List<EventPartition.Stretch> stretches, PlayerId player, Steps steps) {
        return steps.forEach(stretches.iterator(), stretch -> store.events(stretch, player));
    }

    /** The caller's if that is later: who sends no deadline means the operation's and not that of a short question. */
    private static long deadline(Call call) {
        var shortest = AnalyticsOperations.ERASE.timeout().toMillis();
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(shortest, call.remainingMillis()));
    }
}
