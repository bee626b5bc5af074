package io.kgen.protocols.analytics;

import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * What an idempotency key stands for, in 32 bytes. Two contents are the same if event id, attributes and time of the client
 * are the same text: a client that tries again sends the same bytes.
 */
final class Fingerprint {

    private Fingerprint() {}

    static Buffer of(RecordEvent event) {
        // Joined by NUL, which none of them can hold.
        var content = String.join(
                "\0", event.eventId(), event.attributes().json(), Objects.requireNonNullElse(event.occurredAt(), ""));
        return Buffer.buffer(sha256().digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
