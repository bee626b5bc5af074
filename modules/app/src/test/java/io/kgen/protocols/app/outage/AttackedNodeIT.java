package io.kgen.protocols.app.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.LoadRequest;
import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.app.support.PlayerProbe;
import io.kgen.protocols.app.support.UnauthenticatedClients;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * E85, E86: unauthenticated clients attack the packaged jar, with the heap size of the README, while a player and the
 * management listener are served. {@code -Dattack.seconds=60} makes the attacks longer.
 */
@ExtendWith(SandboxExtension.class)
class AttackedNodeIT {

    private static final Logger LOG = LoggerFactory.getLogger(AttackedNodeIT.class);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("attack.seconds", 3));
    private static final int WARM_UP_ANSWERS = 50;
    private static final String TOKEN =
            PlayerToken.of(LoadRequest.ISSUER, "stranger").signedBy(NodeProcess.SECRET);
    private static final String BATCH = "/fe/analytics/px-tracker/events/batch";
    private static final String DROP = "/fe/analytics/px-tracker/events/attack/drop";

    @AutoClose
    private static NodeProcess node;

    @AutoClose
    private static PlayerProbe probe;

    private static int port;

    @BeforeAll
    static void start(Sandbox sandbox) throws Exception {
        var environment = NodeProcess.environment(sandbox);
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx128m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError");
        node = NodeProcess.start(environment);
        port = node.awaitHttpPort();
        probe = PlayerProbe.of(port, node.awaitManagementPort());
        // The JIT compiler slows down a node that has just started.
        probe.await(WARM_UP_ANSWERS);
    }

    @Test
    void servesDuringHeadsOfManyHeadersThatNeverEnd() throws Exception {
        assertServesDuring(UnauthenticatedClients.writing(
                port, 200, text("GET /live HTTP/1.1\r\n"), text("a:\r\n".repeat(4_000))));
    }

    @Test
    void servesDuringHeadsOfOneHeaderThatNeverEnds() throws Exception {
        assertServesDuring(UnauthenticatedClients.writing(
                port, 1_500, text("GET / HTTP/1.1\r\nhost: x\r\nx: "), text("x".repeat(60 * 1024))));
    }

    @Test
    void servesDuringRequestLinesThatNeverEnd() throws Exception {
        assertServesDuring(UnauthenticatedClients.writing(port, 500, text("GET /"), text("a".repeat(16 * 1024))));
    }

    @Test
    void servesDuringIncompleteHeads() throws Exception {
        var head = "GET / HTTP/1.1\r\nhost: x\r\n" + "x-filler: 0123456789\r\n".repeat(90);
        assertServesDuring(UnauthenticatedClients.writing(port, 3_000, text(head), new byte[0]));
    }

    @Test
    void servesDuringSilentConnections() throws Exception {
        assertServesDuring(UnauthenticatedClients.writing(port, 3_000, new byte[0], new byte[0]));
    }

    @Test
    void servesDuringSlowBatchesOfOnePlayer() throws Exception {
        var batch = head("POST " + BATCH, TOKEN, "content-length: 1048576") + "{\"events\":[" + " ".repeat(1_000_000);
        assertServesDuring(UnauthenticatedClients.writing(port, 300, text(batch), new byte[0]));
    }

    @Test
    void servesDuringManyCompleteBatches() throws Exception {
        var item = "{\"eventId\":\"attack\",\"attributes\":{\"a\":\"" + "x".repeat(1_900) + "\"}},";
        var body = "{\"events\":[" + item.repeat(500).substring(0, item.length() * 500 - 1) + "]}";
        assertServesDuring(UnauthenticatedClients.writing(
                port, 60, text(head("POST " + BATCH, TOKEN, "content-length: " + body.length()) + body), new byte[0]));
    }

    @Test
    void servesDuringBodiesInChunksThatNeverEnd() throws Exception {
        assertServesDuring(UnauthenticatedClients.writing(
                port,
                200,
                text(head("POST " + BATCH, TOKEN, "transfer-encoding: chunked")),
                text("1\r\n \r\n".repeat(4_000))));
    }

    @Test
    void servesDuringChunkExtensionsAndTrailersThatNeverEnd() throws Exception {
        assertServesDuring(UnauthenticatedClients.writing(
                port,
                200,
                text(head("POST " + BATCH, TOKEN, "transfer-encoding: chunked") + "1;"),
                text("x".repeat(16_384))));
        assertServesDuring(UnauthenticatedClients.writing(
                port,
                200,
                text(head("POST " + BATCH, TOKEN, "transfer-encoding: chunked") + "2\r\n{}\r\n0\r\n"),
                text("a:\r\n".repeat(4_000))));
    }

    @Test
    void servesDuringBodiesOfRequestsWithoutAToken() throws Exception {
        assertServesDuring(UnauthenticatedClients.writing(
                port, 200, text(head("POST " + BATCH, "x", "content-length: 1000000000")), text(" ".repeat(65_536))));
    }

    @Test
    void e86_servesWhilePipeliningClientsDisconnect() throws Exception {
        var first = head("POST " + DROP, TOKEN, "content-length: 2") + "{}";
        var second = head("POST " + DROP, TOKEN, "content-length: 30000") + "{\"a\":\"" + "x".repeat(29_990) + "\"}  ";
        assertServesDuring(UnauthenticatedClients.disconnecting(port, 1_000, text(first + second)));
    }

    @Test
    void servesWhileClientsDoNotReadResponses() throws Exception {
        assertServesDuring(UnauthenticatedClients.writing(
                port, 300, new byte[0], text("GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nhost: x\r\n\r\n".repeat(50))));
        assertServesDuring(UnauthenticatedClients.writing(
                port,
                300,
                new byte[0],
                text(head("GET /fe/esports/statistics/historic", TOKEN, "x: y").repeat(20))));
    }

    @Test
    void servesDuringGzipStreamsOfManyMembers() throws Exception {
        var bytes = new ByteArrayOutputStream();
        var member = gzipOfNothing();
        while (bytes.size() + member.length < 32 * 1024) {
            bytes.writeBytes(member);
        }
        var drop = new ByteArrayOutputStream();
        drop.writeBytes(text(head("POST " + DROP, TOKEN, "content-encoding: gzip\r\ncontent-length: " + bytes.size())));
        drop.writeBytes(bytes.toByteArray());
        assertServesDuring(UnauthenticatedClients.writing(port, 50, new byte[0], drop.toByteArray()));
    }

    @Test
    void servesDuringInputThatIsNotHttp() throws Exception {
        var bytes = new byte[8_192];
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        assertServesDuring(UnauthenticatedClients.writing(port, 200, bytes, bytes));
    }

    /** Attacks, and checks the responses that the probe received meanwhile. */
    private static void assertServesDuring(UnauthenticatedClients attackers) throws Exception {
        probe.await(0);
        probe.p99();
        var opened = attackers.attack(TIME);
        var answers = probe.await(1);
        LOG.info(
                "{} connections; p99 of the player {} ms; {}",
                opened,
                probe.p99().toMillis(),
                answers);
        assertThat(answers)
                .as(node.errors())
                .containsOnlyKeys("kept connection: 200", "new connection: 200", "live: 200");
    }

    private static String head(String line, String token, String header) {
        return line + " HTTP/1.1\r\nhost: x\r\nuser-jwt-token: " + token + "\r\ncontent-type: application/json\r\n"
                + header + "\r\n\r\n";
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] gzipOfNothing() {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.finish();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
