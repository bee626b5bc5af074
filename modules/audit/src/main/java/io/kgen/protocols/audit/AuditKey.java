package io.kgen.protocols.audit;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.StorableText;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes players and phone numbers for the audit log with a key (HMAC-SHA-256, 128 bits of it), so that who reads the log
 * cannot find them by trying all phone numbers. Thread-safe.
 */
public final class AuditKey {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int HASH_BYTES = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final SecretKeySpec key;

    AuditKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** The key of the configuration; without one, the random key of the database, which all nodes share. */
    public static Future<AuditKey> load(Vertx vertx, PostgresConfig postgres, AuditConfig config) {
        if (!config.key().isEmpty()) {
            return Future.succeededFuture(of(config.key().value()));
        }
        var client = PostgresClient.connect(vertx, postgres.withOneConnection(TIMEOUT));
        return client.query("SELECT secret FROM audit.hash_key")
                .map(rows ->
                        new AuditKey(rows.iterator().next().getBuffer("secret").getBytes()))
                .eventually(client::close);
    }

    public static AuditKey of(String secret) {
        return new AuditKey(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash by which the entries of a player are found. */
    public Buffer hash(PlayerId player) {
        return Buffer.buffer(hmac("player", player.issuer(), player.userId()));
    }

    /** In hexadecimal. It contains the issuer, so that the players of two issuers cannot be recognized as one person. */
    public String phoneHash(String issuer, String e164) {
        return HexFormat.of().formatHex(hmac("phone", issuer, e164));
    }

    /** Adds three arguments of {@code audit.append}: the actor, the hash of the player and the request id. */
    public Tuple addTo(Tuple arguments, PlayerId player, CallContext call) {
        return arguments.addString(actor(call)).addBuffer(hash(player)).addString(requestId(call));
    }

    private static String actor(CallContext call) {
        var actor = call.caller().toString();
        return StorableText.isStorable(actor) ? actor : "unknown service";
    }

    /** Null for an id that is not in the form of ours: an internal service may send any text. */
    private static String requestId(CallContext call) {
        return REQUEST_ID.matcher(call.requestId()).matches() ? call.requestId() : null;
    }

    /** The parts cannot contain the separator. */
    private byte[] hmac(String kind, String issuer, String value) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            var text = kind + '\0' + issuer + '\0' + value;
            return Arrays.copyOf(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)), HASH_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HMAC-SHA-256", e);
        }
    }
}
