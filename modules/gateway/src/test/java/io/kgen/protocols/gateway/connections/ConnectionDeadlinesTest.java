package io.kgen.protocols.gateway.connections;

import static io.kgen.protocols.gateway.connections.ConnectionFixture.BODY_SECONDS;
import static io.kgen.protocols.gateway.connections.ConnectionFixture.HEAD_SECONDS;
import static io.kgen.protocols.gateway.connections.ConnectionFixture.IDLE_SECONDS;
import static io.kgen.protocols.gateway.connections.ConnectionFixture.requests;
import static io.kgen.protocols.gateway.connections.ConnectionFixture.respond;
import static io.kgen.protocols.gateway.connections.ConnectionFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deadlines and the limit of connections; a sweep represents a second. */
class ConnectionDeadlinesTest {

    private static final String GET = "GET /docs HTTP/1.1\r\nHost: h\r\n\r\n";

    private final ConnectionFixture fixture = new ConnectionFixture(3);

    @Test
    void closesAConnectionThatSendsNothing() {
        var channel = fixture.connect();

        fixture.sweep(HEAD_SECONDS);
        assertThat(channel.isOpen()).isTrue();
        fixture.sweep(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void rejectsAHeadThatArrivesTooSlowly() {
        var channel = fixture.connect();
        send(channel, "GET / HTTP/1.1\r\n");
        for (var i = 0; i < HEAD_SECONDS; i++) {
            fixture.sweep(1);
            send(channel, "a: b\r\n");
        }
        assertThat(requests(channel)).isEmpty();

        fixture.sweep(1);
        assertThat(requests(channel))
                .hasSize(1)
                .allMatch(request -> request.decoderResult().isFailure());
    }

    @Test
    void closesAnIdleConnectionLater() {
        var channel = fixture.connect();
        send(channel, GET);
        respond(channel);

        fixture.sweep(IDLE_SECONDS);
        assertThat(channel.isOpen()).isTrue();
        fixture.sweep(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void hasNoDeadlineWhileTheResponseIsPending() {
        var channel = fixture.connect();
        send(channel, GET);

        fixture.sweep(10 * IDLE_SECONDS);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aBodyHasASeparateDeadline() {
        var channel = fixture.connect();
        send(channel, "POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n");
        for (var i = 0; i < BODY_SECONDS; i++) {
            fixture.sweep(1);
            send(channel, "x");
        }
        assertThat(channel.isOpen()).isTrue();

        fixture.sweep(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void closesTheOldestUnauthenticatedConnectionForANewOne() {
        var channels = IntStream.range(0, 5).mapToObj(i -> fixture.connect()).toList();
        channels.forEach(EmbeddedChannel::runPendingTasks);

        assertThat(channels).extracting(EmbeddedChannel::isOpen).containsExactly(false, false, true, true, true);
        assertThat(fixture.node.count()).isEqualTo(3);
    }

    @Test
    void closesAnUnauthenticatedConnectionWithARequestInFlightLast() {
        var served = fixture.connect();
        send(served, GET);
        var channels = IntStream.range(0, 3).mapToObj(i -> fixture.connect()).toList();
        channels.forEach(EmbeddedChannel::runPendingTasks);

        assertThat(served.isOpen()).isTrue();
        assertThat(channels).extracting(EmbeddedChannel::isOpen).containsExactly(false, true, true);
    }
}
