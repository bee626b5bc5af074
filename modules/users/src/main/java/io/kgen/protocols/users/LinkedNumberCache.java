package io.kgen.protocols.users;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.platform.RedisClient;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/** The linked numbers that Redis remembers. Every future fails when Redis is away. */
final class LinkedNumberCache {

    /**
     * What an entry held when its reader was about to ask PostgreSQL.
     *
     * @param state the answer, if somebody has filled the entry in the meantime; else null
     * @param mark what the entry must still hold when the reader fills it
     * @param reign in which it was reserved. What fills it belongs to this one, even if a promoted replica gets it: of changes
     *     between the two, that one may lack the fence
     */
    record Lease(VersionedLink state, Buffer mark, String reign) {}

    /** The version of a change that may or may not have happened: it fences off every entry. */
    static final long ANY_VERSION = Long.MAX_VALUE;

    /** KEYS entry; ARGV mark, new entry, milliseconds to live. */
    private static final String FILL = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then
                redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            end
            """;

    /** KEYS entry; ARGV mark, its version, milliseconds to live. What is as new as the change stays. */
    private static final String FENCE = """
            local held = redis.call('GET', KEYS[1])
            local version = held and tonumber(string.match(held, '^.(%d+):'))
            if not version or version < tonumber(ARGV[2]) then
                redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
            end
            """;

    private final RedisClient redis;
    private final long ttlMillis;
    private final long negativeTtlMillis;

    LinkedNumberCache(RedisClient redis, UsersConfig config) {
        this.redis = redis;
        this.ttlMillis = config.cacheTtl().toMillis();
        this.negativeTtlMillis = config.negativeTtl().toMillis();
    }

    /** As {@link RedisClient#reign}. */
    String reign() {
        return redis.reign();
    }

    /** The remembered state, or null if none is. */
    Future<VersionedLink> find(PlayerId player) {
        return redis.get(key(player))
                .map(entry -> entry == null ? null : CacheEntry.read(player, entry, redis.reign()));
    }

    /** Marks the player's entry if there is none. Comes before the question to PostgreSQL whose answer is to fill it. */
    Future<Lease> reserve(PlayerId player) {
        var mark = CacheEntry.mark(0);
        var reign = redis.reign();
        var set = Request.cmd(Command.SET)
                .arg(key(player))
                .arg(mark)
                .arg("NX")
                .arg("GET")
                .arg("PX")
                .arg(ttlMillis);
        return redis.send(set)
                .map(held -> reservation(player, held == null ? Buffer.buffer(mark) : held.toBuffer(), reign));
    }

    /** Remembers what PostgreSQL said, unless the entry changed since it was reserved. */
    Future<Void> fill(PlayerId player, Lease reserved, VersionedLink state) {
        var eval = eval(FILL, player)
                .arg(reserved.mark())
                .arg(CacheEntry.write(state, reserved.reign()))
                .arg(state.isLinked() ? ttlMillis : negativeTtlMillis);
        return redis.send(eval).mapEmpty();
    }

    /** Forgets what is older than a change that is committed; whoever is about to fill it with older news fails to. */
    Future<Void> fence(PlayerId player, long version) {
        // A mark of no version, lest it keeps the fences of known changes out.
        var mark = CacheEntry.mark(version == ANY_VERSION ? 0 : version);
        return redis.send(eval(FENCE, player).arg(mark).arg(version).arg(ttlMillis))
                .mapEmpty();
    }

    private static Lease reservation(PlayerId player, Buffer entry, String reign) {
        return new Lease(CacheEntry.read(player, entry, reign), entry, reign);
    }

    private static Request eval(String script, PlayerId player) {
        return Request.cmd(Command.EVAL).arg(script).arg(1).arg(key(player));
    }

    /** With the issuer's length, so that no two players share a key whatever colons their names have (E24). */
    static String key(PlayerId player) {
        return "users:number:" + player.issuer().length() + ':' + player.issuer() + ':' + player.userId();
    }
}
