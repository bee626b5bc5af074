package io.kgen.protocols.app.support;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A well-behaved client of the bridge, which waits five seconds for an answer. */
public final class BridgePeer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 5_000;

    private final Socket socket;
    private final DataInputStream input;

    public BridgePeer(int port, String token) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        input = new DataInputStream(socket.getInputStream());
        var answer = say(auth(token));
        if (!answer.contains("authenticated")) {
            throw new AssertionError(answer);
        }
    }

    public static String auth(String token) {
        return "{\"type\":\"auth\",\"token\":\"" + token + "\"}";
    }

    public String ask(String address, String body) throws IOException {
        return say("{\"type\":\"send\",\"address\":\"" + address + "\",\"replyAddress\":\"r\",\"body\":" + body + "}");
    }

    private String say(String frame) throws IOException {
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
