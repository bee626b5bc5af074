package io.kgen.protocols.app.support;

import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends frames to the TCP bridge, like a client in another language. */
public final class BridgeClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 15_000;

    private final String token;
    private final Socket socket;
    private final DataOutputStream output;
    private final DataInputStream input;

    public BridgeClient(int port, String token) throws IOException {
        this.token = token;
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.output = new DataOutputStream(socket.getOutputStream());
        this.input = new DataInputStream(socket.getInputStream());
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    /** Sends a request and inserts its JSON body unchanged. */
    public String call(String address, String body) throws IOException {
        return exchange(new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", "r")
                .put("headers", new JsonObject().put("token", token))
                .encode()
                .replaceFirst("\\{", "{\"body\":" + body.replace("\\", "\\\\").replace("$", "\\$") + ","));
    }

    public String exchange(String frame) throws IOException {
        return send(frame).receive();
    }

    /** Replaces the text {@code "token":"T"} by the token. */
    public BridgeClient send(String frame) throws IOException {
        var bytes =
                frame.replace("\"token\":\"T\"", "\"token\":\"" + token + "\"").getBytes(StandardCharsets.UTF_8);
        output.writeInt(bytes.length);
        output.write(bytes);
        return this;
    }

    public String receive() throws IOException {
        try {
            return new String(input.readNBytes(input.readInt()), StandardCharsets.UTF_8);
        } catch (EOFException closed) {
            throw new AssertionError("the bridge closed the connection without a reply", closed);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
