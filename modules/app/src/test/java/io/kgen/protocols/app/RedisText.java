package io.kgen.protocols.app;

import io.kgen.protocols.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What Redis says, seen past the product. */
final class RedisText {

    private RedisText() {}

    /** Everything that it answers to a command without spaces in its arguments. */
    static String ask(Sandbox sandbox, String command) {
        try (var socket = new Socket(sandbox.redis().host(), sandbox.redis().port())) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
