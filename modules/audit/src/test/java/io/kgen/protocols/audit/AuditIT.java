package io.kgen.protocols.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.Caller;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.platform.AuditEntry;
import io.kgen.protocols.platform.AuditTrail;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxException;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TestSql;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SandboxExtension.class)
class AuditIT {

    private static final Duration RETENTION = Duration.ofDays(400);

    private static Sandbox sandbox;
    private static Vertx vertx;
    private static PostgresClient postgres;
    private static AuditKey key;

    private final PlayerId player =
            new PlayerId(UUID.randomUUID().toString(), UUID.randomUUID().toString());

    @BeforeAll
    static void start(Sandbox started) {
        sandbox = started;
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA));
        vertx = Vertx.vertx();
        postgres = PostgresClient.connect(vertx, TestPostgres.config(sandbox.postgres()));
        key = Await.result(
                AuditKey.load(vertx, TestPostgres.config(sandbox.postgres()), new AuditConfig(Secret.NONE, RETENTION)));
    }

    @AfterAll
    static void stop() {
        Await.result(vertx.close());
    }

    @Test
    void anEntrySaysWhoDidWhatForWhomAndWhen() {
        append("number.link", Caller.service("tournament"));

        var entry = Await.result(reader().list(ofPlayer(), 10, null)).entries().get(0);

        assertThat(entry.actor()).isEqualTo("service:tournament");
        assertThat(entry.action()).isEqualTo("number.link");
        assertThat(entry.issuer()).isEqualTo(player.issuer());
        assertThat(entry.requestId()).isEqualTo("request-1");
        assertThat(entry.occurredAt())
                .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(600));
        assertThat(entry.details()).isEqualTo(new JsonObject().put("phoneEnds", "78"));
        assertThat(row()).doesNotContain(player.userId());
    }

    @Test
    void listsPageByPageNewestFirst() {
        for (var action : List.of("a", "b", "c")) {
            append(action, Caller.OPERATOR);
        }

        var first = Await.result(reader().list(ofPlayer(), 2, null));
        var second = Await.result(reader().list(ofPlayer(), 2, first.next()));

        assertThat(first.entries()).extracting(AuditRecord::action).containsExactly("c", "b");
        assertThat(second.entries()).extracting(AuditRecord::action).containsExactly("a");
        assertThat(second.next()).isNull();
    }

    @Test
    void filtersByEachField() {
        append("a", Caller.issuer(player.issuer()));
        append("b", Caller.OPERATOR);
        var issuer = player.issuer();
        var past = Instant.now().minus(Duration.ofDays(1));

        assertThat(actions(new AuditQuery(null, issuer, "operator", null, null, null)))
                .containsExactly("b");
        assertThat(actions(new AuditQuery(null, issuer, null, "a", null, null))).containsExactly("a");
        assertThat(actions(new AuditQuery(null, issuer, null, null, past, null)))
                .containsExactly("b", "a");
        assertThat(actions(new AuditQuery(null, issuer, null, null, null, past)))
                .isEmpty();
        assertThat(actions(new AuditQuery(player, "another", null, null, null, null)))
                .isEmpty();
    }

    @Test
    void anotherKeyFindsNoPlayer() {
        append("a", Caller.OPERATOR);

        var other = new AuditReader(postgres, AuditKey.of("another key of thirty-two bytes or more"));

        assertThat(Await.result(other.list(ofPlayer(), 10, null)).entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit.entry SET actor = 'nobody'",
                "DELETE FROM audit.entry",
                "DELETE FROM audit.entry WHERE false",
                "TRUNCATE audit.entry"
            })
    void refusesToChangeWhatWasWritten(String sql) {
        append("a", Caller.OPERATOR);

        assertThatThrownBy(() -> TestSql.rows(sandbox.postgres(), sql))
                .isInstanceOf(SandboxException.class)
                .cause()
                .hasMessageContaining("audit.entry is append-only");
        assertThat(actions(ofPlayer())).containsExactly("a");
    }

    @Test
    void e88_deletesOnlyWhatIsExpiredByBothClocks() {
        TestSql.rows(
                sandbox.postgres(),
                "INSERT INTO audit.entry (occurred_at, actor, action, issuer, details)"
                        + " VALUES (now() - interval '401 days', 'operator', 'old', ?, '{}')",
                player.issuer());

        deleteExpired("now() - interval '10 days'");
        assertThat(actions(new AuditQuery(null, player.issuer(), null, null, null, null)))
                .containsExactly("old");
        append("new", Caller.OPERATOR);
        deleteExpired("now() + interval '1000 days'");

        assertThat(actions(new AuditQuery(null, player.issuer(), null, null, null, null)))
                .containsExactly("new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "interval '29 days', now(), 100",
                "NULL, now(), 100",
                "interval '400 days', NULL, 100",
                "interval '400 days', now(), 1000000"
            })
    void theDatabaseKeepsAMonthWhateverItIsAskedTo(String arguments) {
        assertThatThrownBy(
                        () -> TestSql.rows(sandbox.postgres(), "SELECT audit.delete_expired(" + arguments + ")::text"))
                .cause()
                .hasMessageContaining("a retention of 30 days or more");
    }

    @Test
    void writesEntriesThatAreNoPartOfATransaction() {
        var meters = new SimpleMeterRegistry();
        var audit = new AuditVerticle(TestPostgres.config(sandbox.postgres()), RETENTION, meters);
        var deployment = Await.result(vertx.deployVerticle(audit));
        var logger = UUID.randomUUID().toString();

        audit.record(new AuditEntry(AuditTrail.OPERATOR, AuditTrail.LOG_LEVEL, "", Map.of("logger", logger)));
        // Waits for what was recorded before.
        Await.result(vertx.undeploy(deployment));

        assertThat(TestSql.rows(
                        sandbox.postgres(), "SELECT action FROM audit.entry WHERE details ->> 'logger' = ?", logger))
                .containsExactly(AuditTrail.LOG_LEVEL);
        assertThat(count(meters, "written")).isOne();
    }

    @Test
    void countsAnEntryThatCannotBeWritten() {
        var meters = new SimpleMeterRegistry();
        var audit = new AuditVerticle(TestPostgres.config(sandbox.postgres()), RETENTION, meters);
        var deployment = Await.result(vertx.deployVerticle(audit));

        audit.record(new AuditEntry(AuditTrail.OPERATOR, "x", "", Map.of("too long", "x".repeat(3_000))));
        Await.result(vertx.undeploy(deployment));
        audit.record(new AuditEntry(AuditTrail.OPERATOR, "after the stop", "", Map.of()));

        assertThat(count(meters, "lost")).isEqualTo(2);
    }

    private static double count(SimpleMeterRegistry meters, String outcome) {
        return meters.get("audit.entries").tag("outcome", outcome).counter().count();
    }

    private void append(String action, Caller caller) {
        var call = CallContext.of("request-1", null, caller);
        var arguments = key.addTo(Tuple.of(player.issuer(), action), player, call);
        Await.result(postgres.query(
                "SELECT audit.append($3, $2, $1, $4, $5, jsonb_build_object('phoneEnds', '78', 'none', NULL))",
                arguments));
    }

    private static void deleteExpired(String nodeTime) {
        TestSql.rows(
                sandbox.postgres(), "SELECT audit.delete_expired(interval '400 days', " + nodeTime + ", 100)::text");
    }

    private String row() {
        return TestSql.rows(sandbox.postgres(), "SELECT entry::text FROM audit.entry WHERE issuer = ?", player.issuer())
                .get(0);
    }

    private List<String> actions(AuditQuery query) {
        return Await.result(reader().list(query, 10, null)).entries().stream()
                .map(AuditRecord::action)
                .toList();
    }

    private AuditQuery ofPlayer() {
        return new AuditQuery(player, null, null, null, null, null);
    }

    private static AuditReader reader() {
        return new AuditReader(postgres, key);
    }
}
