package io.kgen.protocols.gateway.auth;

import com.github.benmanes.caffeine.cache.Interner;
import io.kgen.protocols.contracts.PlayerId;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * Who verified tokens stand for, until they expire; bounded in number (E32). About 150 bytes each, because the tokens
 * themselves are not kept. Shared between threads.
 *
 * <p>A table of small sets. A token has two of them to be in, so that hardly any is turned out before the table is full; then
 * a newcomer takes a random place. A cache that keeps an order of use was measured first: with 200,000 players, keeping that
 * order cost more than all the rest of a request's authentication.
 */
public final class VerifiedTokenCache {

    private static final int WAYS = 8;

    private record Verified(TokenDigest token, PlayerId player, long expiry) {}

    private final AtomicReferenceArray<Verified> places;
    /** Some bits of the token in each place, side by side, so that a search need not visit the tokens themselves. */
    private final AtomicIntegerArray tags;

    private final int sets;
    /** Players are many and issuers few. */
    private final Interner<String> issuers = Interner.newWeakInterner();

    /** @param most of them, rounded down to a power of two; fewer than 8 are none */
    public VerifiedTokenCache(int most) {
        sets = Integer.highestOneBit(most) / WAYS;
        places = new AtomicReferenceArray<>(sets * WAYS);
        tags = new AtomicIntegerArray(sets * WAYS);
    }

    /** Null if the token is not remembered, or was until now; in seconds since 1970. */
    PlayerId find(TokenDigest token, long now) {
        if (sets == 0) {
            return null;
        }
        var known = in(firstSet(token), token);
        if (known == null) {
            known = in(secondSet(token), token);
        }
        return known != null && now < known.expiry ? known.player : null;
    }

    private Verified in(int set, TokenDigest token) {
        for (var place = set; place < set + WAYS; place++) {
            if (tags.getOpaque(place) == tag(token)) {
                var known = places.getOpaque(place);
                if (known != null && known.token.equals(token)) {
                    return known;
                }
            }
        }
        return null;
    }

    void add(TokenDigest token, PlayerId player, long expiry, long now) {
        if (sets > 0) {
            var lean = new PlayerId(issuers.intern(player.issuer()), player.userId());
            var place = placeFor(token, now);
            places.set(place, new Verified(token, lean, expiry));
            tags.set(place, tag(token));
        }
    }

    /** How many tokens are remembered; for tests. */
    int size() {
        return (int) IntStream.range(0, places.length())
                .filter(place -> places.get(place) != null)
                .count();
    }

    /** A free one in the emptier set, so that both fill evenly; else any of either. */
    private int placeFor(TokenDigest token, long now) {
        var first = firstSet(token);
        var second = secondSet(token);
        var emptier = freePlaces(first, now) >= freePlaces(second, now) ? first : second;
        for (var place = emptier; place < emptier + WAYS; place++) {
            if (isFree(place, now)) {
                return place;
            }
        }
        return anyPlaceFor(token);
    }

    private long freePlaces(int set, long now) {
        return IntStream.range(set, set + WAYS)
                .filter(place -> isFree(place, now))
                .count();
    }

    /** Or taken by a token that has expired. */
    private boolean isFree(int place, long now) {
        var known = places.get(place);
        return known == null || known.expiry <= now;
    }

    private int anyPlaceFor(TokenDigest token) {
        var random = ThreadLocalRandom.current();
        return (random.nextBoolean() ? firstSet(token) : secondSet(token)) + random.nextInt(WAYS);
    }

    private static int tag(TokenDigest token) {
        return (int) token.third();
    }

    private int firstSet(TokenDigest token) {
        return set(token.first());
    }

    private int secondSet(TokenDigest token) {
        return set(token.second());
    }

    /** Where the set begins. */
    private int set(long bits) {
        return ((int) bits & (sets - 1)) * WAYS;
    }
}
