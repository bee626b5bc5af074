package io.kgen.protocols.users;

import io.kgen.protocols.contracts.PlayerId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BiConsumer;

/**
 * The fences that one instance wrote last. A master that was replaced goes on taking them until it notices, or until we do,
 * and those of this time stand nowhere: whoever reads from the new master must be fenced off there.
 */
final class RecentFences {

    private record Fence(PlayerId player, long version, String reign, long writtenAt) {}

    private final long keptNanos;
    private final Queue<Fence> fences = new ArrayDeque<>();
    private String reign;

    /** @param kept for longer than an instance stays with a master that was replaced */
    RecentFences(Duration kept) {
        this.keptNanos = kept.toNanos();
    }

    void written(PlayerId player, long version, String in) {
        fences.add(new Fence(player, version, in, System.nanoTime()));
    }

    /**
     * Gives back what was written in a reign that is over.
     *
     * @param now the reign, or null while there is none
     */
    void compare(String now, BiConsumer<PlayerId, Long> unwritten) {
        if (now == null) {
            return;
        }
        if (!now.equals(reign)) {
            reign = now;
            fences.stream()
                    .filter(fence -> !fence.reign().equals(now))
                    .forEach(fence -> unwritten.accept(fence.player(), fence.version()));
            fences.removeIf(fence -> !fence.reign().equals(now));
        }
        var horizon = System.nanoTime() - keptNanos;
        while (!fences.isEmpty() && fences.peek().writtenAt() - horizon <= 0) {
            fences.remove();
        }
    }
}
