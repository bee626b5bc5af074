package io.kgen.protocols.analytics.erasure;

import io.kgen.protocols.audit.AuditKey;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.postgres.PostgresClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Erases what is stored about a player, in short transactions. Each of them is idempotent. */
public final class PlayerErasureService {

    private final Vertx vertx;
    private final PgErasure store;

    PlayerErasureService(Vertx vertx, PgErasure store) {
        this.vertx = vertx;
        this.store = store;
    }

    public static PlayerErasureService create(Vertx vertx, PostgresClient postgres, AuditKey auditKey) {
        return new PlayerErasureService(vertx, new PgErasure(postgres, auditKey));
    }

    /** The reply is the number of rows. An erasure that times out is continued by the next call for the player. */
    public Future<ErasePlayerReply> erase(ErasePlayer request, CallContext call) {
        var player = request.player();
        var job = new ThrottledJob(vertx, deadline(call));
        return job.forEach(Stream.of(player).iterator(), begun -> store.begin(begun, call))
                .compose(begun -> job.repeatUntilZero(() -> store.eraseParticipations(player)))
                .compose(done -> job.repeatUntilZero(() -> store.eraseKeys(player)))
                .compose(done -> store.strandedRanges())
                .compose(ranges -> eraseEvents(ranges, player, job))
                // After the stranded events, because some of them may have moved to their days in the meantime.
                .compose(done -> store.rangesOfDays())
                .compose(ranges -> eraseEvents(ranges, player, job))
                .map(done -> new ErasePlayerReply(job.done()));
    }

    private Future<Void> eraseEvents(List<EventPartition.PageRange> ranges, PlayerId player, ThrottledJob job) {
        return job.forEach(ranges.iterator(), range -> store.eraseEvents(range, player));
    }

    /** At least the timeout of the operation: a caller without a deadline has the shorter default one in its call. */
    private static long deadline(CallContext call) {
        var timeout = AnalyticsOperations.ERASE.timeout().toMillis();
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(timeout, call.remainingMillis()));
    }
}
