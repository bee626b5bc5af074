package io.kgen.protocols.users;

import io.kgen.protocols.contracts.PlayerId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;

/**
 * Players about whom Redis may tell yesterday's news, because a fence could not be written: they are looked up in
 * PostgreSQL until it is. Shared between threads.
 */
final class Distrust {

    static final int MAX_PLAYERS = 10_000;

    private static final int WRITTEN_AT_A_TIME = 100;

    /**
     * A fence to write.
     *
     * @param due {@link System#nanoTime()} before which it would be too early
     */
    private record Fence(long version, long due) {

        boolean isDue() {
            return due - System.nanoTime() <= 0;
        }

        Fence orNewer(Fence other) {
            return other.version >= version ? other : this;
        }
    }

    private final ConcurrentMap<PlayerId, Fence> unwritten = new ConcurrentHashMap<>();
    private final long statementLifeNanos;
    private final long entryLifeNanos;
    private volatile Long everyoneUntil;

    /**
     * Trusts everyone.
     *
     * @param statementLife after which a statement that was not answered is either committed or never will be
     * @param entryLife for how long Redis keeps an entry
     */
    Distrust(Duration statementLife, Duration entryLife) {
        this.statementLifeNanos = statementLife.toNanos();
        this.entryLifeNanos = entryLife.toNanos();
    }

    boolean covers(PlayerId player) {
        return (!unwritten.isEmpty() && unwritten.containsKey(player)) || coversEveryone();
    }

    /** Because the fence of a committed change could not be written. */
    void unfenced(PlayerId player, long version) {
        add(player, new Fence(version, System.nanoTime()));
    }

    /** Because nobody knows whether a change has been, or is going to be, committed. */
    void inDoubt(PlayerId player) {
        add(player, new Fence(LinkedNumberCache.ANY_VERSION, System.nanoTime() + statementLifeNanos));
    }

    /** Tries to write some of the fences that are due, and trusts those players again whose fence is written. */
    void settle(BiFunction<PlayerId, Long, Future<Void>> write) {
        unwritten.entrySet().stream()
                .filter(entry -> entry.getValue().isDue())
                .limit(WRITTEN_AT_A_TIME)
                .forEach(entry -> settle(entry.getKey(), entry.getValue(), write));
    }

    private void settle(PlayerId player, Fence fence, BiFunction<PlayerId, Long, Future<Void>> write) {
        write.apply(player, fence.version()).onSuccess(written -> unwritten.remove(player, fence));
    }

    /** Past a number of players, nobody is believed until all that Redis may hold has expired. */
    private void add(PlayerId player, Fence fence) {
        if (unwritten.size() < MAX_PLAYERS) {
            unwritten.merge(player, fence, Fence::orNewer);
        } else {
            everyoneUntil = System.nanoTime() + statementLifeNanos + entryLifeNanos;
        }
    }

    private boolean coversEveryone() {
        var until = everyoneUntil;
        return until != null && System.nanoTime() - until < 0;
    }
}
