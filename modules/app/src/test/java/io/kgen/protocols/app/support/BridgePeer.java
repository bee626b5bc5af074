package io.kgen.protocols.app.support;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A well-behaved client of the bridge with a timeout of five seconds for each reply. */
public final class BridgePeer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 5_000;

    private final Socket socket;
    private final DataInputStream input;

    public BridgePeer(int port, String token) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        input = new DataInputStream(socket.getInputStream());
        var answer = exchange(auth(token));
        if (!answer.contains("authenticated")) {
            throw new AssertionError(answer);
        }
    }

    public static String auth(String token) {
        return "{\"type\":\"auth\",\"token\":\"" + token + "\"}";
    }

    public String call(String address, String body) throws IOException {
        return exchange(
                "{\"type\":\"send\",\"address\":\"" + address + "\",\"replyAddress\":\"r\",\"body\":" + body + "}");
    }

    private String exchange(String frame) throws IOException {
        socket.getOutputStream().write(frame(frame));
        return new String(input.readNBytes(input.readInt()), StandardCharsets.UTF_8);
    }

    public static byte[] length(int length) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(length).array();
    }

    public static byte[] frame(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
