package io.kgen.protocols.gateway.connections;

import static io.kgen.protocols.gateway.connections.ConnectionFixture.bytes;
import static io.kgen.protocols.gateway.connections.ConnectionFixture.requests;
import static io.kgen.protocols.gateway.connections.ConnectionFixture.respond;
import static io.kgen.protocols.gateway.connections.ConnectionFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {

    private static final String GET = "GET /docs HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final int MAX_BYTES = 16 * 1024;

    private final ConnectionFixture fixture = new ConnectionFixture(100);
    private final EmbeddedChannel channel = fixture.connect();

    @Test
    void buffersTheNextRequestUntilTheResponseIsWritten() {
        send(channel, GET + GET.replace("/docs", "/second"));
        assertThat(requests(channel)).extracting(HttpRequest::uri).containsExactly("/docs");

        respond(channel);
        assertThat(requests(channel)).extracting(HttpRequest::uri).containsExactly("/second");
    }

    @Test
    void buffersTheNextRequestThatArrivesInPieces() {
        send(channel, GET);
        GET.chars().forEach(c -> send(channel, Character.toString(c)));
        assertThat(requests(channel)).hasSize(1);

        respond(channel);
        assertThat(requests(channel)).hasSize(1);
    }

    @Test
    void releasesBufferedBytesWhenTheConnectionCloses() {
        var first = bytes(GET + "POST /drop HTTP/1.1\r\nContent-Length: 2\r\n\r\n");
        var second = bytes("x".repeat(3_000));
        channel.writeInbound(first, second);
        assertThat(fixture.node.input(false).used()).isPositive();

        ConnectionFixture.disconnect(channel);

        assertThat(first.refCnt()).isZero();
        assertThat(second.refCnt()).isZero();
        assertThat(fixture.node.input(false).used()).isZero();
        assertThat(fixture.node.count()).isZero();
    }

    @Test
    void stopsReadingWhileManyBytesAreBufferedAndResumesAfterTheResponse() {
        send(channel, GET + "POST /drop HTTP/1.1\r\nContent-Length: 9000\r\n\r\n" + "x".repeat(9_000));
        assertThat(channel.config().isAutoRead()).isFalse();

        respond(channel);
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(requests(channel)).hasSize(2);
    }

    @Test
    void doesNotParseAnIncompleteHead() {
        send(channel, "GET / HTTP/1.1\r\n" + "a:\r\n".repeat(90));

        assertThat(requests(channel)).isEmpty();
        assertThat(fixture.node.input(false).used()).isBetween(360L, 2_000L);

        send(channel, "\r\n");
        assertThat(requests(channel)).hasSize(1);
        assertThat(fixture.node.input(false).used()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 1_000, 100_000})
    void accepts100HeadersAndRejects101(int pieceSize) {
        var head = "GET / HTTP/1.1\r\n" + "a:\r\n".repeat(100);
        sendInPieces(channel, head + "\r\n", pieceSize);
        assertThat(requests(channel))
                .allMatch(request -> request.decoderResult().isSuccess());

        var other = fixture.connect();
        sendInPieces(other, head + "a:\r\n\r\n", pieceSize);
        assertThat(requests(other))
                .hasSize(1)
                .allMatch(request -> request.decoderResult().isFailure());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 100_000})
    void acceptsAHeadOf16KiBAndRejectsOneByteMore(int pieceSize) {
        var start = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
        var head = start + "x".repeat(MAX_BYTES - start.length() - 4);
        sendInPieces(channel, head + "\r\n\r\n", pieceSize);
        assertThat(requests(channel))
                .allMatch(request -> request.decoderResult().isSuccess());

        var other = fixture.connect();
        sendInPieces(other, head + "x\r\n\r\n", pieceSize);
        assertThat(requests(other))
                .hasSize(1)
                .allMatch(request -> request.decoderResult().isFailure());
    }

    @Test
    void aRejectedHeadKeepsOriginAndRequestId() {
        send(channel, "GET / HTTP/1.1\r\nOrigin: https://a.b\r\nx-request-id: r-1\r\n" + "a:\r\n".repeat(32_000));

        var rejected = requests(channel).get(0);
        assertThat(rejected.headers().get("Origin")).isEqualTo("https://a.b");
        assertThat(rejected.headers().get("X-Request-Id")).isEqualTo("r-1");
    }

    @Test
    void buffersNothingOfARejectedHead() {
        send(channel, "a:\r\n".repeat(32_000));
        send(channel, "a:\r\n".repeat(32_000));

        assertThat(requests(channel)).hasSize(1);
        assertThat(fixture.node.input(false).used()).isZero();
    }

    @Test
    void rejectsAnUnauthenticatedConnectionWhenIncompleteHeadsUseUpTheBudget() {
        var incomplete = "GET / HTTP/1.1\r\nX: " + "x".repeat(15_000);
        for (var i = 0; i < 10; i++) {
            send(fixture.connect(), incomplete);
        }
        assertThat(fixture.node.input(false).used()).isLessThanOrEqualTo(ConnectionFixture.BUDGET);

        var newest = fixture.connect();
        send(newest, incomplete);
        newest.runPendingTasks();
        assertThat(newest.isOpen()).isFalse();

        send(channel, GET);
        assertThat(requests(channel)).hasSize(1);
    }

    @Test
    void marksTheResponseThatLeavesABodyUnreadAsTheLast() {
        send(channel, "POST /drop HTTP/1.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        respond(channel);

        io.netty.handler.codec.http.HttpResponse response = channel.readOutbound();
        assertThat(response.headers().get("Connection")).isEqualTo("close");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\n\r\nabcde",
                "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5;a=b;c=\"d\"\r\nabcde\r\n0\r\nX: y\r\n\r\n"
            })
    void decodesTheRequestAfterABody(String rest) {
        send(channel, "POST /drop HTTP/1.1\r\n" + rest + GET);
        assertThat(requests(channel)).hasSize(1);

        respond(channel);
        io.netty.handler.codec.http.HttpResponse response = channel.readOutbound();
        assertThat(response.headers().get("Connection")).isNull();
        assertThat(requests(channel)).hasSize(1);
    }

    private static void sendInPieces(EmbeddedChannel channel, String text, int size) {
        for (var from = 0; from < text.length(); from += size) {
            send(channel, text.substring(from, Math.min(text.length(), from + size)));
        }
    }
}
