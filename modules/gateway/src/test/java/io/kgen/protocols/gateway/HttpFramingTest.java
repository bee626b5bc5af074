package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.sandbox.RawHttp;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that a proxy may interpret differently gets one response, a 400, and the connection is closed. */
class HttpFramingTest extends GatewayFixture {

    private static final String SMUGGLED = "GET /openapi.yaml HTTP/1.1\r\nHost: smuggled\r\n\r\n";
    private static final String HEAD = "POST " + DROP + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
            + "user-jwt-token: " + TOKEN + "\r\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100000002\r\n{}\r\n0\r\n\r\n",
                "10000000000000002\r\n{}\r\n0\r\n\r\n",
                "ffffffff00000002\r\n{}\r\n0\r\n\r\n",
                "80000000\r\n{}\r\n0\r\n\r\n",
                "2 garbage\r\n{}\r\n0\r\n\r\n",
                "2\0\r\n{}\r\n0\r\n\r\n",
                "+2\r\n{}\r\n0\r\n\r\n",
                "-2\r\n{}\r\n0\r\n\r\n",
                "0x2\r\n{}\r\n0\r\n\r\n",
                " 2\r\n{}\r\n0\r\n\r\n",
                "2 \r\n{}\r\n0\r\n\r\n",
                "2_0\r\n{}\r\n0\r\n\r\n",
                "g\r\n{}\r\n0\r\n\r\n",
                "\r\n{}\r\n0\r\n\r\n",
                ";a=b\r\n{}\r\n0\r\n\r\n",
                "2\n{}\n0\n\n",
                "2\r{}\r\n0\r\n\r\n",
                "2\r\n{}0\r\n\r\n",
                "2\r\n{}x\r\n0\r\n\r\n",
                "2\r\n{}\n0\r\n\r\n",
                "2\r\n{}\r\n-0\r\n\r\n",
                "2\r\n{}\r\n0\r\nno colon\r\n\r\n",
                "2\r\n{}\r\n0\r\na : b\r\n\r\n",
                "2;a\nb\r\n{}\r\n0\r\n\r\n",
                "2;a=\rb\r\n{}\r\n0\r\n\r\n"
            })
    void rejectsAnInvalidChunk(String body) {
        assertRejected(CHUNKED + body + SMUGGLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: +2",
                "Content-Length: -2",
                "Content-Length: 2, 2",
                "Content-Length: 2,3",
                "Content-Length: 2 2",
                "Content-Length: 0x2",
                "Content-Length: 2\u000b",
                "Content-Length: \u000b2",
                "Content-Length: ",
                "Content-Length: 2\0",
                "Content-Length: 9999999999999999999999",
                "Content-Length: 2\r\nContent-Length: 2",
                "Content-Length: 2\r\nContent-Length: 3",
                "Content-Length: 2\r\ncontent-length: 2",
                "Content-Length : 2",
                "Content-Length\t: 2",
                " Content-Length: 2",
                "X: y\r\n Content-Length: 2",
                "X: y\r\n\tfolded",
                ": 2",
                "Content-Length: 2\nX: y",
                "X: y\rz",
                "X: y\0z",
                "X\0: y",
                "X y: z",
                "X: y\r\r\nContent-Length: 2",
                "no colon",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, gzip",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunkedx",
                "Transfer-Encoding: chunked;q=1",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: chunked\u000b",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding: chunked\0",
                "Transfer-Encoding:",
                "Transfer-Encoding: ,chunked",
                "Transfer-Encoding: chunked,",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: chunked\r\nContent-Length: 2",
                "Content-Length: 2\r\nTransfer-Encoding: chunked",
                "Expect: 200-ok\r\nContent-Length: 2",
                "Expect: 100-continue, x\r\nContent-Length: 2"
            })
    void rejectsAHeadWithAnAmbiguousLength(String header) {
        assertRejected(HEAD + header + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n" + SMUGGLED);
    }

    static Stream<String> requestLines() {
        return Stream.of(
                "GET /docs http/1.1\r\n",
                "GET /docs HTTP/1.2\r\n",
                "GET /docs HTTP/2.0\r\n",
                "GET /docs HTTP/0.9\r\n",
                "GET /docs HTTP/1.10\r\n",
                "GET /docs HTTP/01.1\r\n",
                "GET /docs HTTP/1.1 \r\n",
                "GET /docs XHTTP/1.1\r\n",
                "GET /docs HTTP/1.1x\r\n",
                "GET /docs\r\n",
                "GET  /docs HTTP/1.1\r\n",
                "GET /docs  HTTP/1.1\r\n",
                "GET\t/docs\tHTTP/1.1\r\n",
                "GET\u000b/docs HTTP/1.1\r\n",
                "GET /do\rcs HTTP/1.1\r\n",
                "GET /docs\r HTTP/1.1\r\n",
                "GET /do\0cs HTTP/1.1\r\n",
                "GET /docs HTTP/1.1\n",
                " GET /docs HTTP/1.1\r\n",
                "\0GET /docs HTTP/1.1\r\n",
                "\0\0\0GET /docs HTTP/1.1\r\n",
                "\u0001GET /docs HTTP/1.1\r\n",
                "\u00ffGET /docs HTTP/1.1\r\n",
                "G\0ET /docs HTTP/1.1\r\n",
                "G(T /docs HTTP/1.1\r\n",
                "\nGET /docs HTTP/1.1\r\n",
                "\rGET /docs HTTP/1.1\r\n",
                "{}GET /docs HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @MethodSource("requestLines")
    void rejectsAnInvalidRequestLine(String line) {
        assertRejected(line + "Host: h\r\n\r\n" + SMUGGLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Connection: keep-alive\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            })
    void rejectsAChunkedBodyInHttp10(String rest) {
        assertRejected(HEAD.replace("HTTP/1.1", "HTTP/1.0") + rest + SMUGGLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2\r\n{}\r\n0\r\n\r\n",
                "2;name\r\n{}\r\n0\r\n\r\n",
                "2;name=value\r\n{}\r\n0;last\r\n\r\n",
                "2;name=\"a \\\" ; b\"\r\n{}\r\n0\r\n\r\n",
                "2 ; name = value\r\n{}\r\n0\r\n\r\n",
                "002\r\n{}\r\n000\r\n\r\n",
                "1\r\n{\r\n1\r\n}\r\n0\r\nX-Checksum: 1\r\n\r\n"
            })
    void acceptsValidChunks(String body) {
        var responses = send(CHUNKED + body + "GET /nowhere HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        assertThat(responses).startsWith("HTTP/1.1 200").contains("HTTP/1.1 404");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: close",
                "Connection: foo, close",
                "Connection: Close , foo",
                "Connection: keep-alive, close",
                "Connection: foo\r\nConnection: bar,CLOSE",
                "connection:foo,close,"
            })
    void closesIfTheClientListsCloseAmongOtherOptions(String header) {
        var responses = send("GET /nowhere HTTP/1.1\r\nHost: h\r\n" + header + "\r\n\r\n" + SMUGGLED);

        assertThat(responses)
                .containsOnlyOnce("HTTP/1.1 ")
                .startsWith("HTTP/1.1 404")
                .containsIgnoringCase("connection: close");
    }

    @Test
    void ignoresEmptyLinesBeforeARequest() {
        var request = "GET /nowhere HTTP/1.1\r\nHost: h\r\n\r\n";
        var last = request.replace("Host: h", "Host: h\r\nConnection: close");
        var responses = send("\r\n\r\n" + request + "\r\n" + last);

        assertThat(responses.split("HTTP/1.1 404", -1)).hasSize(3);
    }

    @Test
    void respondsToPipelinedRequestsInOrder() {
        var requests = new StringBuilder();
        for (var i = 0; i < 8; i++) {
            requests.append("GET /nowhere HTTP/1.1\r\nHost: h\r\nX-Request-Id: r" + i + "\r\n\r\n")
                    .append(CHUNKED.replace("\r\n\r\n", "\r\nX-Request-Id: p" + i + "\r\n\r\n"))
                    .append("2\r\n{}\r\n0\r\n\r\n");
        }
        var responses = send(requests + "GET /nowhere HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        var ids = responses
                .lines()
                .filter(line -> line.startsWith("X-Request-Id: ") && line.length() == "X-Request-Id: r0".length())
                .map(line -> line.substring("X-Request-Id: ".length()))
                .toList();
        assertThat(ids)
                .containsExactly(
                        "r0", "p0", "r1", "p1", "r2", "p2", "r3", "p3", "r4", "p4", "r5", "p5", "r6", "p6", "r7", "p7");
    }

    @Test
    void rejectsTooManyTrailers() {
        assertRejected(CHUNKED + "2\r\n{}\r\n0\r\n" + "a:\r\n".repeat(101) + "\r\n" + SMUGGLED);
        assertRejected(CHUNKED + "2\r\n{}\r\n0\r\nX: " + "x".repeat(20_000) + "\r\n\r\n" + SMUGGLED);
    }

    @Test
    void sendsTheDate() {
        assertThat(send("GET /nowhere HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .containsPattern(
                        "(?i)\r\ndate: [A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n",
                "POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n",
                "POST /nowhere HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST " + DROP + " HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-Continue\r\n\r\n",
                "GET /docs HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n",
            })
    void aResponseThatLeavesABodyUnreadIsTheLast(String request) {
        assertThat(send(request)).containsOnlyOnce("HTTP/1.1 ").containsIgnoringCase("connection: close");
    }

    private void assertRejected(String bytes) {
        var responses = send(bytes);

        assertThat(responses)
                .containsOnlyOnce("HTTP/1.")
                .contains(" 400 Bad Request\r\n")
                .containsIgnoringCase("connection: close\r\n")
                .containsIgnoringCase("content-type: application/json\r\n")
                .contains("\"error\":\"BAD_REQUEST\"");
    }

    private String send(String bytes) {
        return RawHttp.send(verticle.port(), bytes);
    }
}
