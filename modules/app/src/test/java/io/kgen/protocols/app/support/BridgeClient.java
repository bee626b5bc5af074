package io.kgen.protocols.app.support;

import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks to the TCP bridge in frames, as a client in another language does. */
public final class BridgeClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 15_000;

    private final String token;
    private final Socket socket;
    private final DataOutputStream output;
    private final DataInputStream input;

    public BridgeClient(int port, String token) throws IOException {
        this.token = token;
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.output = new DataOutputStream(socket.getOutputStream());
        this.input = new DataInputStream(socket.getInputStream());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Sends a request whose body is JSON text, to the letter. */
    public String ask(String address, String body) throws IOException {
        return say(new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("replyAddress", "r")
                .put("headers", new JsonObject().put("token", token))
                .encode()
                .replaceFirst("\\{", "{\"body\":" + body.replace("\\", "\\\\").replace("$", "\\$") + ","));
    }

    public String say(String frame) throws IOException {
        return send(frame).receive();
    }

    /** The text {@code "token":"T"} stands for the token. */
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
            throw new AssertionError("closed instead of an answer", closed);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
