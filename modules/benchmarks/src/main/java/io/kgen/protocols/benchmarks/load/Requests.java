package io.kgen.protocols.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests of a load, encoded before the load begins. */
final class Requests {

    private static final String TOKEN = "{token}";
    private static final String KEY = "{key}";
    private static final String KEY_DIGITS = "0123456789abcdef";

    private final byte[][] encoded;
    private final int keyAt;
    private final AtomicInteger next;

    /** @param next the index of the next user, or null for any user */
    private Requests(byte[][] encoded, int keyAt, AtomicInteger next) {
        this.encoded = encoded;
        this.keyAt = keyAt;
        this.next = next;
    }

    static Requests of(Load load) throws IOException {
        // The key is before the token, so that it has the same position in every request.
        var keyAt = load.request().indexOf(KEY);
        var text = load.request().replace(KEY, KEY_DIGITS);
        var encoded = tokens(load).stream()
                .map(token -> text.replace(TOKEN, token).getBytes(StandardCharsets.ISO_8859_1))
                .toArray(byte[][]::new);
        return new Requests(encoded, keyAt, load.isOnceEach() ? new AtomicInteger() : null);
    }

    private static List<String> tokens(Load load) throws IOException {
        if (load.tokens() == null) {
            return List.of("");
        }
        try (var lines = Files.lines(Path.of(load.tokens()))) {
            return lines.limit(load.users()).toList();
        }
    }

    /** Null if no request is left. */
    ByteBuf next(ByteBufAllocator allocator) {
        var user = next == null ? ThreadLocalRandom.current().nextInt(encoded.length) : next.getAndIncrement();
        if (user >= encoded.length) {
            return null;
        }
        var bytes = encoded[user];
        var request = allocator.directBuffer(bytes.length).writeBytes(bytes);
        if (keyAt >= 0) {
            writeKey(request, ThreadLocalRandom.current().nextLong());
        }
        return request;
    }

    private void writeKey(ByteBuf request, long random) {
        for (var i = 0; i < KEY_DIGITS.length(); i++) {
            request.setByte(keyAt + i, KEY_DIGITS.charAt((int) (random >>> (4 * i)) & 0xF));
        }
    }
}
