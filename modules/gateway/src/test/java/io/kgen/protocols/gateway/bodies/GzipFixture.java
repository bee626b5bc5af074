package io.kgen.protocols.gateway.bodies;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compressed bodies. */
public final class GzipFixture {

    private GzipFixture() {}

    public static byte[] gzipped(byte[] bytes) {
        return gzipped(bytes, Deflater.DEFAULT_COMPRESSION);
    }

    static byte[] gzipped(byte[] bytes, int level) {
        var gzip = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(gzip) {
            {
                def.setLevel(level);
            }
        }) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return gzip.toByteArray();
    }

    public static byte[] repeated(byte[] bytes, int times) {
        var all = new ByteArrayOutputStream();
        IntStream.range(0, times).forEach(i -> all.writeBytes(bytes));
        return all.toByteArray();
    }
}
