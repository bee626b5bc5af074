package io.kgen.protocols.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/** Successful answers. */
public final class JsonResponses {

    static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Writes the body of an answer. */
    @FunctionalInterface
    public interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private JsonResponses() {}

    public static void ok(RoutingContext context, Buffer json) {
        ok(context, JSON, json);
    }

    public static void ok(RoutingContext context, CharSequence type, Buffer body) {
        end(context.response(), type, body);
    }

    /** To a HEAD request, Vert.x leaves the body out, and would leave out the length that GET has, too. */
    public static void end(HttpServerResponse response, CharSequence type, Buffer body) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                .end(body);
    }

    public static Buffer json(Body body) {
        var bytes = Buffer.buffer();
        try (var json = FACTORY.createGenerator(new Appending(bytes))) {
            body.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    /** To the buffer that is sent, so that an answer is copied once, out of the generator's own. */
    private static final class Appending extends OutputStream {

        private final Buffer bytes;

        Appending(Buffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int b) {
            bytes.appendByte((byte) b);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.appendBytes(from, offset, length);
        }
    }

    /** Integers print as integers ({@code 100}, never {@code 100.0} or {@code 1E+2}), others with their own digits. */
    public static void number(JsonGenerator json, String name, BigDecimal value) throws IOException {
        var isInteger = value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
        json.writeFieldName(name);
        json.writeNumber(isInteger ? value.toBigInteger().toString() : value.toPlainString());
    }
}
