package io.kgen.protocols.app.support;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One keep-alive HTTP connection without retries, so that a test sees the exact outcome of each request. */
public final class PlainConnection implements AutoCloseable {

    /** Closed or reset before the first byte of a response, so the node possibly did not read the request. */
    public static final int UNANSWERED = 0;
    /** Closed or reset in the middle of a response. */
    public static final int BROKEN_OFF = -1;
    /** No response within the timeout, and the connection is still open. */
    public static final int HUNG = -2;

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final String LENGTH = "content-length:";
    private static final String LAST = "connection: close";

    private final Socket socket;
    private final InputStream input;
    private boolean lastResponse;

    public PlainConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        input = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends a request and returns the status of its response, or one of the constants of this class. */
    public int exchange(String request) {
        try {
            send(request);
        } catch (IOException closed) {
            return UNANSWERED;
        }
        return receive();
    }

    public void send(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the next response with its body and returns its status, or one of the constants of this class. */
    public int receive() {
        var status = UNANSWERED;
        try {
            input.mark(1);
            if (input.read() < 0) {
                return UNANSWERED;
            }
            status = BROKEN_OFF;
            input.reset();
            return answer();
        } catch (SocketTimeoutException e) {
            return HUNG;
        } catch (IOException closed) {
            return status;
        }
    }

    private int answer() throws IOException {
        var status = Integer.parseInt(readLine().split(" ", 3)[1]);
        var length = 0;
        for (var header = readLine(); !header.isEmpty(); header = readLine()) {
            lastResponse |= header.equalsIgnoreCase(LAST);
            if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        input.skipNBytes(length);
        return status;
    }

    /** Whether the last response contained {@code Connection: close}. */
    public boolean isLastResponse() {
        return lastResponse;
    }

    public String readLine() throws IOException {
        var line = new StringBuilder();
        for (var next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
