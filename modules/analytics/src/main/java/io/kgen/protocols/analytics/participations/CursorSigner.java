package io.kgen.protocols.analytics.participations;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Converts a keyset position to a cursor and back. A cursor is the position and an HMAC of position, player and filters, so
 * that a forged cursor and a cursor of another player or of other filters are invalid.
 */
final class CursorSigner {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int POSITION_BYTES = 1 + Long.BYTES + Long.BYTES;
    private static final int MAC_BYTES = 16;

    private final SecretKeySpec key;

    CursorSigner(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    String sign(KeysetPosition position, ListParticipations query) {
        var bytes = encode(position);
        var signed = Buffer.buffer(bytes).appendBytes(mac(bytes, query)).getBytes();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** Fails with {@code INVALID} unless {@link #sign} made the cursor for the same player and filters. */
    KeysetPosition verify(String cursor, ListParticipations query) {
        var signed = fromBase64(cursor);
        var position = Arrays.copyOf(signed, POSITION_BYTES);
        var mac = Arrays.copyOfRange(signed, Math.min(POSITION_BYTES, signed.length), signed.length);
        if (!MessageDigest.isEqual(mac, mac(position, query))) {
            throw invalid();
        }
        return decode(Buffer.buffer(position));
    }

    private static byte[] encode(KeysetPosition position) {
        var timed = position.occurredAt() != null;
        return Buffer.buffer(POSITION_BYTES)
                .appendByte((byte) (timed ? 1 : 0))
                .appendLong(timed ? micros(position.occurredAt()) : 0)
                .appendLong(position.id())
                .getBytes();
    }

    private static KeysetPosition decode(Buffer bytes) {
        var occurredAt = bytes.getByte(0) == 1 ? Instant.EPOCH.plus(bytes.getLong(1), ChronoUnit.MICROS) : null;
        return new KeysetPosition(occurredAt, bytes.getLong(1 + Long.BYTES));
    }

    /** Not {@code ChronoUnit.MICROS.between}, which counts in nanoseconds and overflows outside the years 1678 to 2262. */
    private static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(time.getNano());
    }

    private static byte[] fromBase64(String cursor) {
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private byte[] mac(byte[] position, ListParticipations query) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(position);
            return Arrays.copyOf(mac.doFinal(queryBytes(query)), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each value is preceded by its length, so that different queries never have the same bytes. */
    private static byte[] queryBytes(ListParticipations query) {
        var bytes = Buffer.buffer();
        append(bytes, query.player().issuer());
        append(bytes, query.player().userId());
        append(bytes, query.from());
        append(bytes, query.to());
        append(bytes, query.type());
        append(bytes, query.mode());
        append(bytes, query.result());
        return bytes.getBytes();
    }

    private static void append(Buffer bytes, Object value) {
        var text = value == null ? new byte[0] : value.toString().getBytes(StandardCharsets.UTF_8);
        bytes.appendInt(value == null ? -1 : text.length).appendBytes(text);
    }

    private static ServiceException invalid() {
        return ServiceException.invalid("cursor", "does not match this player and these filters");
    }
}
