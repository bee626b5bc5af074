package io.kgen.protocols.gateway.auth;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.gateway.keys.TrustedKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * The players of verified tokens, until the tokens expire; bounded in number (E32). About 150 bytes for each, because the
 * tokens themselves are not kept. Shared between threads.
 *
 * <p>A two-choice 8-way set-associative cache: each token may be in one of two sets of eight places, and goes into the set
 * with more free places (Azar, Broder, Karlin and Upfal, "Balanced allocations", 1994), so that few tokens are evicted before
 * the table is full. Then a new token replaces a random one of the sixteen. An LRU cache was measured first: with 200,000
 * players, keeping the order of use cost more than the rest of the authentication of a request.
 */
public final class VerifiedTokenCache {

    private static final int WAYS = 8;
    private static final int MAX_ISSUERS = 1_000;

    private record Verified(TokenDigest token, PlayerId player, long expiry, TrustedKey key) {

        boolean isValid(long now) {
            return now < expiry && !key.isWithdrawn();
        }
    }

    private final AtomicReferenceArray<Verified> places;
    /** Some bits of the token in each place, side by side, so that a search does not load the tokens themselves. */
    private final AtomicIntegerArray tags;

    private final int sets;
    /** One instance of each issuer's name, because there are many players of few issuers. */
    private final Map<String, String> issuers = new ConcurrentHashMap<>();

    /** @param capacity in tokens, rounded down to a power of two; below 8, nothing is cached */
    public VerifiedTokenCache(int capacity) {
        sets = Integer.highestOneBit(capacity) / WAYS;
        places = new AtomicReferenceArray<>(sets * WAYS);
        tags = new AtomicIntegerArray(sets * WAYS);
    }

    /**
     * The player of a token, or null if the token is not cached, has expired, or was signed by a key that is withdrawn.
     *
     * @param now in seconds since 1970
     */
    PlayerId find(TokenDigest token, long now) {
        if (sets == 0) {
            return null;
        }
        var cached = findIn(firstSet(token), token);
        if (cached == null) {
            cached = findIn(secondSet(token), token);
        }
        return cached != null && cached.isValid(now) ? cached.player : null;
    }

    private Verified findIn(int set, TokenDigest token) {
        for (var place = set; place < set + WAYS; place++) {
            if (tags.getOpaque(place) == tag(token)) {
                var cached = places.getOpaque(place);
                if (cached != null && cached.token.equals(token)) {
                    return cached;
                }
            }
        }
        return null;
    }

    /** @param key the key that signed the token; the token is forgotten when the key is withdrawn */
    void add(TokenDigest token, PlayerId player, long expiry, TrustedKey key, long now) {
        if (sets > 0) {
            var interned = new PlayerId(intern(player.issuer()), player.userId());
            var place = placeFor(token, now);
            places.set(place, new Verified(token, interned, expiry, key));
            tags.set(place, tag(token));
        }
    }

    private String intern(String issuer) {
        if (issuers.size() >= MAX_ISSUERS) {
            return issuers.getOrDefault(issuer, issuer);
        }
        var first = issuers.putIfAbsent(issuer, issuer);
        return first == null ? issuer : first;
    }

    /** The number of cached tokens; for tests. */
    int size() {
        return (int) IntStream.range(0, places.length())
                .filter(place -> places.get(place) != null)
                .count();
    }

    /** A free place in the emptier set, so that both fill evenly; else a random place of either set. */
    private int placeFor(TokenDigest token, long now) {
        var first = firstSet(token);
        var second = secondSet(token);
        var emptier = freePlaces(first, now) >= freePlaces(second, now) ? first : second;
        for (var place = emptier; place < emptier + WAYS; place++) {
            if (isFree(place, now)) {
                return place;
            }
        }
        return randomPlaceFor(token);
    }

    private long freePlaces(int set, long now) {
        return IntStream.range(set, set + WAYS)
                .filter(place -> isFree(place, now))
                .count();
    }

    /** Empty, or with a token that has expired or whose key was withdrawn. */
    private boolean isFree(int place, long now) {
        var cached = places.get(place);
        return cached == null || !cached.isValid(now);
    }

    private int randomPlaceFor(TokenDigest token) {
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

    /** The first place of the set. */
    private int set(long bits) {
        return ((int) bits & (sets - 1)) * WAYS;
    }
}
