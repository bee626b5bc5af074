package io.kgen.protocols.gateway;

import com.github.benmanes.caffeine.cache.Interner;
import io.kgen.protocols.contracts.PlayerId;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * Who verified tokens stand for, until they expire; bounded in number (E32). About 150 bytes each, because the tokens
 * themselves are not kept. Shared between threads.
 *
 * <p>A table of small sets, where a newcomer to a full set takes a random place. A cache that keeps an order of use was
 * measured first: with 200,000 players, keeping that order cost more than all the rest of a request's authentication.
 */
final class RememberedTokens {

    private static final int WAYS = 8;

    private record Verified(TokenDigest token, PlayerId player, long expiry) {}

    private final AtomicReferenceArray<Verified> places;
    private final int sets;
    /** Players are many and issuers few. */
    private final Interner<String> issuers = Interner.newWeakInterner();

    /** @param most of them, rounded down to a power of two; fewer than 8 are none */
    RememberedTokens(int most) {
        sets = Integer.highestOneBit(most) / WAYS;
        places = new AtomicReferenceArray<>(sets * WAYS);
    }

    /** Null if the token is not remembered, or was until now; in seconds since 1970. */
    PlayerId find(TokenDigest token, long now) {
        var first = firstPlace(token);
        for (var place = first; place < first + WAYS && sets > 0; place++) {
            var known = places.getOpaque(place);
            if (known != null && known.token.equals(token)) {
                return now < known.expiry ? known.player : null;
            }
        }
        return null;
    }

    void add(TokenDigest token, PlayerId player, long expiry, long now) {
        if (sets > 0) {
            var lean = new PlayerId(issuers.intern(player.issuer()), player.userId());
            places.set(placeFor(token, now), new Verified(token, lean, expiry));
        }
    }

    /** How many tokens are remembered; for tests. */
    int size() {
        return (int) IntStream.range(0, places.length())
                .filter(place -> places.get(place) != null)
                .count();
    }

    /** One that is free, or whose token has expired; else any of the set. */
    private int placeFor(TokenDigest token, long now) {
        var first = firstPlace(token);
        for (var place = first; place < first + WAYS; place++) {
            var known = places.get(place);
            if (known == null || known.expiry <= now || known.token.equals(token)) {
                return place;
            }
        }
        return first + ThreadLocalRandom.current().nextInt(WAYS);
    }

    private int firstPlace(TokenDigest token) {
        return (token.hashCode() & (sets - 1)) * WAYS;
    }
}
