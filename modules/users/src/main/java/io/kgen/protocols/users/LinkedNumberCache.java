package io.kgen.protocols.users;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.users.redis.RedisClient;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;

/** The linked numbers in Redis. Every future fails while Redis is unavailable. */
final class LinkedNumberCache {

    /**
     * The right to fill an entry, unless it changes in the meantime (a memcache lease).
     *
     * @param link what another reader has filled in meanwhile; else null
     * @param token that the entry must still hold
     * @param epoch of the Redis that granted it
     */
    record Lease(VersionedLink link, Buffer token, String epoch) {}

    /** KEYS entry; ARGV token, new entry, milliseconds to live. */
    private static final String FILL = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then
                redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            end
            """;

    /**
     * KEYS entries; ARGV milliseconds to live, then a tombstone and its version for each entry. Only numbers of the
     * same or a newer version stay: an INSERT that waited for a DELETE may have the lower version of the two, and must
     * end leases too. Returns the version that the first entry held, or 0.
     */
    private static final String INVALIDATE = """
            local first
            for i, key in ipairs(KEYS) do
                local kind, version = string.match(redis.call('GET', key) or '', '^(.)(%d+):')
                if i == 1 then
                    first = version
                end
                if kind ~= '=' or tonumber(version) < tonumber(ARGV[2 * i + 1]) then
                    redis.call('SET', key, ARGV[2 * i], 'PX', ARGV[1])
                end
            end
            return tonumber(first or 0)
            """;

    private final RedisClient redis;
    private final long ttlMillis;
    private final long negativeTtlMillis;

    LinkedNumberCache(RedisClient redis, UsersConfig config) {
        this.redis = redis;
        this.ttlMillis = config.cacheTtl().toMillis();
        this.negativeTtlMillis = config.negativeTtl().toMillis();
    }

    /** As {@link RedisClient#epoch}. */
    String epoch() {
        return redis.epoch();
    }

    /** The cached link, or null. */
    Future<VersionedLink> find(PlayerId player) {
        return redis.get(key(player)).map(entry -> entry == null ? null : CacheEntry.decode(player, entry));
    }

    /** Comes before the read of PostgreSQL whose result is to fill the entry. */
    Future<Lease> acquireLease(PlayerId player) {
        var token = CacheEntry.token(0);
        var epoch = redis.epoch();
        var set = Request.cmd(Command.SET)
                .arg(key(player))
                .arg(token)
                .arg("NX")
                .arg("GET")
                .arg("PX")
                .arg(ttlMillis);
        return redis.send(set).map(held -> lease(player, held == null ? Buffer.buffer(token) : held.toBuffer(), epoch));
    }

    /** Stores what PostgreSQL returned, unless the entry has changed since the lease was acquired. */
    Future<Void> fill(PlayerId player, Lease lease, VersionedLink link) {
        if (!lease.epoch().equals(redis.epoch())) {
            // A Redis that was restored may hold the token of the lease, though the number was changed since.
            return Future.succeededFuture();
        }
        var eval = eval(FILL, 1)
                .arg(key(player))
                .arg(lease.token())
                .arg(CacheEntry.encode(link))
                .arg(link.isLinked() ? ttlMillis : negativeTtlMillis);
        return redis.send(eval).mapEmpty();
    }

    /** Replaces an entry that is older than a committed change by a tombstone; leases for it end. */
    Future<Void> invalidate(PlayerId player, long version) {
        var eval = eval(INVALIDATE, 2)
                .arg(key(player))
                .arg(CacheKey.ofPreviousVersion(player).text())
                .arg(ttlMillis);
        for (var entry = 0; entry < 2; entry++) {
            eval.arg(CacheEntry.token(version)).arg(version);
        }
        return redis.send(eval).mapEmpty();
    }

    /**
     * The same for many players at once.
     *
     * @param canary key of one more entry, which gets a tombstone of the number
     * @return the number that the canary held, or 0
     */
    Future<Long> invalidate(List<Invalidation> batch, String canary, long number) {
        var eval = eval(INVALIDATE, batch.size() + 1).arg(canary);
        batch.forEach(invalidation -> eval.arg(invalidation.key().text()));
        eval.arg(ttlMillis).arg(CacheEntry.token(number)).arg(number);
        batch.forEach(invalidation ->
                eval.arg(CacheEntry.token(invalidation.version())).arg(invalidation.version()));
        return redis.send(eval).map(held -> held.toLong());
    }

    private static Lease lease(PlayerId player, Buffer entry, String epoch) {
        return new Lease(CacheEntry.decode(player, entry), entry, epoch);
    }

    private static Request eval(String script, int keys) {
        return Request.cmd(Command.EVAL).arg(script).arg(keys);
    }

    private static String key(PlayerId player) {
        return CacheKey.of(player).text();
    }
}
