package io.kgen.protocols.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseReaderTest {

    private final ResponseReader reader = new ResponseReader();

    @Test
    void findsTheEndByContentLengthHoweverTheBytesArrive() {
        assertEndsWithItsLastByte("HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length:  2\r\nDate: y\r\n\r\n{}", 200);
    }

    @Test
    void findsTheEndOfChunksHoweverTheBytesArrive() {
        assertEndsWithItsLastByte("HTTP/1.1 503 \r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 503);
    }

    @Test
    void anEmptyBodyEndsWithTheHead() {
        assertEndsWithItsLastByte("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", 404);
    }

    @Test
    void readsOneResponseAfterTheOther() {
        assertThat(read("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"))
                .isEqualTo(200);
        reader.clear();
        assertThat(read("HTTP/1.1 500 Oops\r\ncontent-length: 3\r\n\r\nabc")).isEqualTo(500);
        assertThat(reader.text()).isEqualTo("abc");
    }

    @Test
    void takesAResponseLargerThanItsRoom() {
        var body = "x".repeat(50_000);
        assertThat(read("HTTP/1.1 200 OK\r\ncontent-length: 50000\r\n\r\n" + body))
                .isEqualTo(200);
    }

    private void assertEndsWithItsLastByte(String response, int status) {
        var last = response.length() - 1;
        for (var i = 0; i < last; i++) {
            assertThat(read(response.substring(i, i + 1)))
                    .as("after byte %d", i)
                    .isZero();
        }
        assertThat(read(response.substring(last))).isEqualTo(status);
    }

    private int read(String bytes) {
        return reader.read(Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII));
    }
}
