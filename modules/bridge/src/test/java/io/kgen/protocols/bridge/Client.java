package io.kgen.protocols.bridge;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A socket that speaks frames, well or badly, and knows nothing of Vert.x' own client. */
final class Client implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 15_000;

    private final Socket socket;
    private final DataInputStream input;

    Client(int port) {
        this(connect(port));
    }

    Client(Socket socket) {
        try {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            this.input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket connect(int port) {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Client send(String json) {
        return send(json.getBytes(StandardCharsets.UTF_8));
    }

    Client send(byte[] frame) {
        return write(framed(frame));
    }

    boolean trySend(String json) {
        return tryWrite(framed(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] framed(byte[] frame) {
        return ByteBuffer.allocate(Integer.BYTES + frame.length)
                .putInt(frame.length)
                .put(frame)
                .array();
    }

    Client announce(int length) {
        return write(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    }

    Client write(byte[] bytes) {
        if (!tryWrite(bytes)) {
            throw new AssertionError("the connection is closed");
        }
        return this;
    }

    boolean tryWrite(byte... bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** The next frame as it came. */
    String text() {
        try {
            return new String(input.readNBytes(input.readInt()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonObject receive() {
        return new JsonObject(text());
    }

    /** Succeeds if the other side has closed, with nothing more said; waits for that. */
    boolean isClosed() {
        try {
            input.readByte();
            return false;
        } catch (EOFException | SocketException closed) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the other side has closed, whatever it said before. */
    boolean isEnded() {
        try {
            while (input.read() >= 0) {
                // Whatever it is.
            }
            return true;
        } catch (SocketException reset) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything sent before it has been dealt with, and nothing else was said. */
    Client ping() {
        send("{\"type\":\"ping\"}");
        var answer = text();
        if (!answer.equals("{\"type\":\"pong\"}")) {
            throw new AssertionError("instead of a pong: " + answer);
        }
        return this;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
