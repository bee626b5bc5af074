package io.kgen.protocols.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A client that writes as much as the server accepts and never reads. */
final class Flood implements AutoCloseable {

    private final SocketChannel socket;
    private final ByteBuffer frames;

    /** @param frame the frame to write repeatedly */
    Flood(int port, String frame, int times) {
        var bytes = frame.getBytes(StandardCharsets.UTF_8);
        frames = ByteBuffer.allocateDirect(times * (Integer.BYTES + bytes.length));
        for (var i = 0; i < times; i++) {
            frames.putInt(bytes.length).put(bytes);
        }
        frames.flip();
        try {
            socket = SocketChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Flood first(String frame) {
        var bytes = frame.getBytes(StandardCharsets.UTF_8);
        var buffer = ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .flip();
        try {
            socket.write(buffer);
            socket.configureBlocking(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Returns false if the server does not accept more at present, or has closed the connection. */
    boolean write() {
        if (!frames.hasRemaining()) {
            frames.rewind();
        }
        try {
            return socket.write(frames) > 0;
        } catch (IOException closed) {
            return false;
        }
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
