package io.kgen.protocols.app.outage;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.Answer;
import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.sandbox.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The responses while Redis or PostgreSQL accept connections but do not reply. */
@PlatformTest
class DegradedIT {

    private static final Duration RECOVERY = Duration.ofSeconds(20);

    private final RunningPlatform platform;
    private final Sandbox servers;

    DegradedIT(RunningPlatform platform, Sandbox sandbox) {
        this.platform = platform;
        this.servers = sandbox;
    }

    @BeforeAll
    static void link(RunningPlatform platform) {
        platform.link(ISSUER, "linked", "9876511111");
    }

    @AfterEach
    void resume() {
        servers.redisServer().resume();
        servers.postgresServer().resume();
    }

    @Test
    void e21_lookupsSucceedWhileRedisHangs() {
        servers.redisServer().pause();
        var linked =
                all(IntStream.range(0, 50).mapToObj(n -> Request.linkedNumber().by(token("linked"))));
        var unlinked =
                all(IntStream.range(0, 50).mapToObj(n -> Request.linkedNumber().by(token("unknown-player " + n))));

        assertThat(linked)
                .allSatisfy(answer ->
                        assertThat(answer.json().getString("LinkedPhone")).isEqualTo("9876511111"));
        assertThat(unlinked).allSatisfy(answer -> assertThat(answer.error()).isEqualTo("RECORD_NOT_FOUND"));
    }

    @Test
    void e21_allOtherOperationsSucceedWhileRedisHangs() {
        servers.redisServer().pause();

        assertThat(all(Stream.of(
                        Request.drop("event", "{}").by(token("linked")),
                        Request.redirect().by(token("linked")),
                        Request.history("").by(token("linked")))))
                .extracting(Answer::status)
                .containsOnly(200);
    }

    @Test
    void e06_isUnavailableWhilePostgresHangsAndRecoversAutomatically() {
        servers.postgresServer().pause();

        var answers = all(operations());

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.error()).isEqualTo("UNAVAILABLE");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        });
        assertThat(platform.send(Request.get("/docs")).status()).isEqualTo(200);

        servers.postgresServer().resume();
        operations().forEach(this::sendUntilItIsAvailable);
    }

    /** Returns requests that cannot be served from a cache. */
    private static Stream<Request> operations() {
        return Stream.of(
                Request.linkedNumber().by(token("never looked up")),
                Request.drop("event", "{}").by(token("linked")),
                Request.redirect().by(token("never looked up")),
                Request.history("").by(token("linked")));
    }

    private List<Answer> all(Stream<Request> requests) {
        return requests.map(platform.client()::sendAsync).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private void sendUntilItIsAvailable(Request request) {
        var deadline = System.nanoTime() + RECOVERY.toNanos();
        var answer = platform.send(request);
        while (answer.status() == 503 && System.nanoTime() < deadline) {
            answer = platform.send(request);
        }
        assertThat(answer.status()).as("%s", request).isIn(200, 500).isNotEqualTo(503);
    }
}
