package io.kgen.protocols.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Interner;
import io.kgen.protocols.contracts.PlayerId;

/**
 * Who verified tokens stand for, until they expire; bounded in number (E32). About 250 bytes each, because the tokens
 * themselves are not kept. Shared between threads.
 */
final class RememberedTokens {

    private record Verified(PlayerId player, long expiry) {}

    private final Cache<TokenDigest, Verified> verified;
    /** Players are many and issuers few. */
    private final Interner<String> issuers = Interner.newWeakInterner();

    RememberedTokens(int most) {
        verified =
                Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    }

    /** Null if the token is not remembered, or was until now; in seconds since 1970. */
    PlayerId find(TokenDigest token, long now) {
        var known = verified.getIfPresent(token);
        return known != null && now < known.expiry ? known.player : null;
    }

    void add(TokenDigest token, PlayerId player, long expiry) {
        var lean = new PlayerId(issuers.intern(player.issuer()), player.userId());
        verified.put(token, new Verified(lean, expiry));
    }

    long size() {
        verified.cleanUp();
        return verified.estimatedSize();
    }
}
