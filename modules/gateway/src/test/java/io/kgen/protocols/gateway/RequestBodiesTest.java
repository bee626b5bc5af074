package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.kgen.protocols.contracts.analytics.RecordEventsReply;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.kgen.protocols.gateway.bodies.BodyBudget;
import io.kgen.protocols.gateway.bodies.BodyBudgets;
import io.kgen.protocols.gateway.bodies.GzipFixture;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.PlayerToken;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E85: slow, many or large bodies of one player do not affect other players. */
class RequestBodiesTest extends GatewayFixture {

    private static final String BATCH = "/fe/analytics/px-tracker/events/batch";
    private static final String EVENTS = "{\"events\":[{\"eventId\":\"e\",\"attributes\":{}}]}";
    private static final int PIECE = 40_000;
    private static final int PIECES_OF_A_SHARE = 4;

    private final List<Socket> sockets = new ArrayList<>();

    /** A share of a player is 200 KB: four bodies of {@link #PIECE} and not five. */
    @Override
    BodyBudgets budgets() {
        return new BodyBudgets(new BodyBudget(100_000), new BodyBudget(400_000));
    }

    @AfterEach
    void closeSockets() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }

    @Test
    void slowBatchesOfOnePlayerAreRejectedBeyondItsShareWithoutAffectingOthers() throws IOException {
        useUpTheShareOf("slow");

        var rejection = read(slowBatch("slow", PIECE));
        assertThat(rejection)
                .startsWith("HTTP/1.1 503")
                .containsIgnoringCase("retry-after: 1")
                .containsIgnoringCase("connection: close")
                .containsIgnoringCase("access-control-allow-origin: " + ORIGIN)
                .contains("\"error\":\"UNAVAILABLE\"");
        assertThat(send(batchOf("slow")).statusCode()).as("a small batch").isEqualTo(200);
        assertThat(send(batchOf("other")).statusCode()).isEqualTo(200);
        assertThat(send(drop("{}")).statusCode()).isEqualTo(200);
    }

    @Test
    void manyPlayersWithSlowBatchesDoNotBlockAnotherPlayer() throws IOException {
        for (var player = 0; player < 4; player++) {
            useUpTheShareOf("slow" + player);
        }

        assertThat(budgets.large().held()).isLessThanOrEqualTo(400_000);
        assertThat(send(batchOf("other")).statusCode()).isEqualTo(200);
        assertThat(send(drop("{\"a\":\"" + "x".repeat(4_000) + "\"}")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void slowSmallBodiesLeaveRoomForBatchesAndForOthers() throws IOException {
        for (var i = 0; i < 10; i++) {
            slow(DROP, "slow", 20_000, "{\"a\":\"" + "x".repeat(10_000));
        }

        Await.until(() -> budgets.small().held() > 0);
        assertThat(budgets.small().held()).isLessThanOrEqualTo(50_000);
        assertThat(send(batchOf("slow")).statusCode()).isEqualTo(200);
        assertThat(send(drop("{\"a\":\"" + "x".repeat(4_000) + "\",\"b\":\"" + "y".repeat(4_000) + "\"}"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aDeclaredLengthReservesNothing() throws IOException {
        for (var i = 0; i < 20; i++) {
            slow(BATCH, "slow", 1_000_000, " ");
        }

        Await.until(() -> budgets.large().held() > 0);
        assertThat(send(batchOf("slow")).statusCode()).isEqualTo(200);
    }

    @Test
    void releasesTheBytesWhenTheClientDisconnects() throws IOException {
        useUpTheShareOf("slow");

        closeSockets();

        Await.until(() -> budgets.large().held() == 0);
        assertThat(send(batchOf("slow")).statusCode()).isEqualTo(200);
        Await.until(() -> budgets.large().held() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"events\":[]}", "\uFEFF{}"})
    void releasesTheBytesAfterARejection(String body) {
        assertThat(send(batch("user", body)).statusCode()).isEqualTo(400);

        Await.until(() -> budgets.large().held() == 0);
    }

    @Test
    void aBatchStaysReservedUntilTheServiceRepliesEvenIfTheClientDisconnects() throws IOException {
        var arrived = Promise.<Void>promise();
        var reply = Promise.<RecordEventsReply>promise();
        recordAll = request -> {
            arrived.complete();
            return reply.future();
        };
        var client = slow(BATCH, "user", EVENTS.length(), EVENTS);
        Await.result(arrived.future());
        assertThat(budgets.large().held()).isEqualTo(2L * EVENTS.length());

        client.close();
        assertThat(send(get(LINKED_NUMBER)).statusCode()).isEqualTo(200);
        assertThat(budgets.large().held()).isEqualTo(2L * EVENTS.length());

        reply.complete(new RecordEventsReply(List.of()));
        Await.until(() -> budgets.large().held() == 0);
    }

    @Test
    void gzipIsReservedByItsInflatedSize() throws IOException {
        var large = EVENTS + " ".repeat(300_000);
        var gzip = GzipFixture.gzipped(large.getBytes(StandardCharsets.UTF_8));

        assertThat(send(batch("user", "").header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(gzip)))
                        .statusCode())
                .isEqualTo(503);
        Await.until(() -> budgets.large().held() == 0);
    }

    @Test
    void anEventThatArrivesInOnePieceNeedsNoBudget() throws IOException {
        record = request -> {
            assertThat(budgets.small().held()).isZero();
            return Future.succeededFuture(new RecordEventReply(WriteStatus.STORED));
        };

        assertThat(send(drop("{\"a\":1}")).statusCode()).isEqualTo(200);
    }

    @Test
    void readsABodyInAnyPieces() throws IOException {
        var whole = "{\"a\":\"" + "é".repeat(2_000) + "\"}";
        record = request -> {
            assertThat(request.attributes().json()).isEqualTo(whole);
            return Future.succeededFuture(new RecordEventReply(WriteStatus.STORED));
        };
        var chunks = new StringBuilder();
        for (var b : whole.getBytes(StandardCharsets.UTF_8)) {
            chunks.append("1\r\n").append((char) (b & 0xff)).append("\r\n");
        }
        var socket = open(head(DROP, "user", "Transfer-Encoding: chunked\r\nConnection: close") + chunks + "0\r\n\r\n");

        assertThat(read(socket)).startsWith("HTTP/1.1 200");
        Await.until(() -> budgets.small().held() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF{}", "\uFEFF"})
    void namesTheByteOrderMarkOfABody(String body) {
        var response = send(drop(body));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("byte order mark (BOM)").contains("\"details\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GZIP", "x-gzip", "gzip, identity", "identity , X-GZIP", "gzip,"})
    void inflatesGzipUnderEachOfItsNames(String encoding) {
        assertThat(send(drop("").header("Content-Encoding", encoding)
                                .POST(BodyPublishers.ofByteArray(
                                        GzipFixture.gzipped("{}".getBytes(StandardCharsets.UTF_8)))))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, gzip", "zstd", "gzip;q=1", "br, gzip"})
    void rejectsOtherEncodings(String encoding) {
        assertThat(send(drop("{}").header("Content-Encoding", encoding)).statusCode())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 1_000, 5_000})
    void rejectsSeveralGzipMembers(int members) {
        var gzip = GzipFixture.repeated(GzipFixture.gzipped(new byte[0]), members);

        assertThat(send(batch("user", "").header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(gzip)))
                        .statusCode())
                .isEqualTo(400);
    }

    private void useUpTheShareOf(String player) throws IOException {
        var before = budgets.large().held();
        for (var i = 0; i < PIECES_OF_A_SHARE; i++) {
            slowBatch(player, PIECE);
        }
        Await.until(() -> budgets.large().held() >= Math.min(before + PIECES_OF_A_SHARE * PIECE, 300_000));
    }

    private Socket slowBatch(String player, int sent) throws IOException {
        return slow(BATCH, player, sent + 1, " ".repeat(sent));
    }

    private Socket slow(String path, String player, int declared, String sent) throws IOException {
        return open(head(path, player, "Content-Length: " + declared) + sent);
    }

    private static String head(String path, String player, String more) {
        return "POST " + path + " HTTP/1.1\r\nHost: h\r\nOrigin: " + ORIGIN + "\r\nContent-Type: application/json\r\n"
                + "user-jwt-token: " + token(player) + "\r\n" + more + "\r\n\r\n";
    }

    private Socket open(String bytes) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), verticle.port());
        sockets.add(socket);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** Reads until the server closes the connection. */
    private static String read(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder batchOf(String player) {
        return batch(player, EVENTS);
    }

    private HttpRequest.Builder batch(String player, String body) {
        return unauthenticated(BATCH)
                .header("user-jwt-token", token(player))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static String token(String player) {
        return PlayerToken.of("client", player).signedBy(SECRET);
    }
}
