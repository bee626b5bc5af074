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

/** A client on a plain socket, which can also send invalid frames. */
final class Client implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 15_000;

    private final Socket socket;
    private final DataInputStream input;

    Client(int port) {
        this(connect(port));
    }

    Client(Socket socket) {
        try {
            this.socket = socket;
            socket.setSoTimeout(TIMEOUT_MILLIS);
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

    /** The text of the next frame. */
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

    /** Waits for the next byte; true if the server has closed the connection instead. */
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

    /** Waits until the server has closed the connection; ignores what it sent before. */
    boolean isEnded() {
        try {
            while (input.read() >= 0) {
                // Ignored.
            }
            return true;
        } catch (SocketException reset) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asserts that all earlier frames are handled and that nothing but the pong was sent. */
    Client ping() {
        send("{\"type\":\"ping\"}");
        var response = text();
        if (!response.equals("{\"type\":\"pong\"}")) {
            throw new AssertionError("instead of a pong: " + response);
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
