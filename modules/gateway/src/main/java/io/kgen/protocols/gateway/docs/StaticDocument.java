package io.kgen.protocols.gateway.docs;

import io.kgen.protocols.gateway.http.JsonResponses;
import io.kgen.protocols.platform.Sha256;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Serves a file of the jar: compressed once, at the start, and revalidated by its ETag (RFC 9110, 8.8.3). */
final class StaticDocument implements Handler<RoutingContext> {

    /** Clients may store the file, but revalidate it with every request, which gets a 304 unless the file has changed. */
    static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");

    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    private static final CharSequence VARY = HttpHeaders.createOptimized("accept-encoding, origin");
    private static final String ANY = "*";
    private static final String WEAK = "W/";
    private static final int ETAG_BYTES = 16;
    private static final int NOT_MODIFIED = 304;

    /** The file in one encoding, which has an ETag of its own. */
    private record Representation(Buffer content, String etag) {}

    private final CharSequence type;
    private final CharSequence cacheControl;
    private final Representation plain;
    private final Representation compressed;

    private StaticDocument(CharSequence type, CharSequence cacheControl, byte[] content) {
        this.type = type;
        this.cacheControl = cacheControl;
        var digest = HexFormat.of().formatHex(Arrays.copyOf(Sha256.of(content), ETAG_BYTES));
        plain = new Representation(Buffer.buffer(content), "\"" + digest + "\"");
        compressed = new Representation(Buffer.buffer(gzip(content)), "\"" + digest + "-gzip\"");
    }

    /**
     * Reads a file.
     *
     * @param resource the path in the jar
     */
    static StaticDocument of(String resource, CharSequence type, CharSequence cacheControl) {
        try (var in = Objects.requireNonNull(StaticDocument.class.getResourceAsStream(resource), resource)) {
            return new StaticDocument(type, cacheControl, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void handle(RoutingContext context) {
        var headers = context.request().headers();
        var isGzip = AcceptEncoding.allowsGzip(headers.getAll(HttpHeaders.ACCEPT_ENCODING));
        var chosen = isGzip ? compressed : plain;
        var response = context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
                .putHeader(HttpHeaders.ETAG, chosen.etag)
                .putHeader(HttpHeaders.VARY, VARY);
        if (matchesAny(headers.getAll(HttpHeaders.IF_NONE_MATCH), chosen.etag)) {
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        if (isGzip) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        JsonResponses.ok(context, type, chosen.content);
    }

    /** By the weak comparison, as If-None-Match requires: a proxy may have made a tag weak. */
    private static boolean matchesAny(List<String> tags, String etag) {
        return tags.stream()
                .flatMap(list -> Stream.of(list.split(",", -1)))
                .map(String::strip)
                .map(tag -> tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag)
                .anyMatch(tag -> tag.equals(ANY) || tag.equals(etag));
    }

    private static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream(content.length / 2);
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
