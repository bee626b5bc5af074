package io.kgen.protocols.gateway.http;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/** Writes response records as JSON, with their fields in the order in which they are declared. */
public final class JsonResponses {

    public static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private static final ObjectWriter WRITER = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(BigDecimal.class, new ExactNumberSerializer()))
            .build()
            .writer();

    private JsonResponses() {}

    /** Responds with a record, or a list of records. */
    public static void ok(RoutingContext context, Object body) {
        ok(context, JSON, json(body));
    }

    public static void ok(RoutingContext context, CharSequence type, Buffer body) {
        end(context.response(), type, body);
    }

    /** Sets the length also for HEAD, for which Vert.x leaves out the body. */
    static void end(HttpServerResponse response, CharSequence type, Buffer body) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                .end(body);
    }

    public static Buffer json(Object body) {
        var bytes = Buffer.buffer();
        try {
            WRITER.writeValue(new BufferOutputStream(bytes), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    /** Appends to the buffer that is sent, so that a response is copied only once. */
    private static final class BufferOutputStream extends OutputStream {

        private final Buffer bytes;

        BufferOutputStream(Buffer bytes) {
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
}
