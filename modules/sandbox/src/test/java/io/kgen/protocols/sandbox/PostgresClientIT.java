package io.kgen.protocols.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.postgres.StatementRejectedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@link PostgresClient} makes of a server that refuses, is away or hangs. Here, where there is a real one. */
@ExtendWith(SandboxExtension.class)
class PostgresClientIT {

    private static final String PERSONAL = "+49 176 12345678";

    private static Vertx vertx;

    private final Sandbox sandbox;
    private PostgresClient postgres;

    PostgresClientIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.postgres = PostgresClient.connect(vertx, sandbox.postgres());
    }

    @BeforeAll
    static void start(Sandbox sandbox) {
        vertx = Vertx.vertx();
        var patient = PostgresClient.connect(vertx, config(sandbox.postgres(), 1, 1, Duration.ofSeconds(10)));
        result(patient.query("CREATE TABLE number (phone text CONSTRAINT number_of_one UNIQUE CHECK (phone <> ''))"));
        result(patient.close());
    }

    @AfterAll
    static void stop() {
        result(vertx.close());
    }

    @AfterEach
    void close() {
        result(postgres.close());
    }

    @Test
    void e73_aRefusalNamesTheRuleAndNoValue() {
        result(insert(PERSONAL));

        var refused = failure(insert(PERSONAL));

        assertThat(refused)
                .isInstanceOfSatisfying(StatementRejectedException.class, refusal -> {
                    assertThat(refusal.sqlState()).isEqualTo("23505");
                    assertThat(refusal.violatesUnique("number_of_one")).isTrue();
                    assertThat(refusal.violatesUnique("another")).isFalse();
                })
                .hasMessage("SQLSTATE 23505 table number constraint number_of_one")
                .hasNoCause();
        assertThat(failure(insert("")))
                .isInstanceOfSatisfying(
                        StatementRejectedException.class,
                        refusal -> assertThat(refusal.violatesUnique("number_phone_check"))
                                .isFalse())
                .hasMessageStartingWith("SQLSTATE 23514");
    }

    @Test
    void aStatementThatMakesNoSenseIsRefused() {
        assertThat(failure(postgres.query("SELECT nonsense")))
                .isInstanceOf(StatementRejectedException.class)
                .hasMessage("SQLSTATE 42703");
    }

    @Test
    void e73_anArgumentOfTheWrongTypeIsABugOfOursAndItsValueIsNotTold() {
        assertThat(failure(postgres.query("SELECT $1::bigint", Tuple.of(PERSONAL))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(PERSONAL)
                .hasNoCause();
    }

    @Test
    void aServerThatIsGoneIsUnavailable() {
        var config = sandbox.postgres();
        connect(config.withPort(Ports.free()).withPool(1, 1));
        assertUnavailable(postgres.query("SELECT 1"));
    }

    @Test
    void aServerThatDoesNotLetUsInIsUnavailable() {
        var config = sandbox.postgres();
        connect(config.withDatabase("nowhere").withPool(1, 1));
        assertUnavailable(postgres.query("SELECT 1"));

        result(postgres.close());
        connect(config.withUser("nobody", new Secret("?")).withPool(1, 1));
        assertUnavailable(postgres.query("SELECT 1"));
    }

    @Test
    void aStatementThatHangsEndsInTimeAndGivesItsConnectionBack() {
        connect(config(sandbox.postgres(), 1, 10, Duration.ofMillis(500)));
        result(postgres.query("SELECT 1"));
        var start = System.nanoTime();

        assertUnavailable(postgres.query("SELECT pg_sleep(30)"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(eventually("SELECT 1")).isEqualTo(1);
    }

    @Test
    void aServerThatHangsIsUnavailableInTimeAndRecovers() {
        connect(config(sandbox.postgres(), 2, 10, Duration.ofMillis(500)));
        result(postgres.query("SELECT 1"));
        sandbox.postgresServer().pause();
        try {
            var start = System.nanoTime();
            IntStream.range(0, 4)
                    .mapToObj(i -> postgres.query("SELECT 1"))
                    .toList()
                    .forEach(this::assertUnavailable);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        } finally {
            sandbox.postgresServer().resume();
        }
        assertThat(eventually("SELECT 1")).isEqualTo(1);
    }

    @Test
    void whoFindsTheQueueFullIsTurnedAwayAtOnce() {
        connect(config(sandbox.postgres(), 1, 1, Duration.ofSeconds(5)));
        result(postgres.query("SELECT 1"));

        var statements = IntStream.range(0, 3)
                .mapToObj(i -> postgres.query("SELECT pg_sleep(0.3)"))
                .toList();

        assertUnavailable(statements.get(2));
        assertThat(statements.get(0).isComplete()).isFalse();
        result(statements.get(0));
        result(statements.get(1));
    }

    @Test
    void aServerThatTakesReadsOnlyIsUnavailable() {
        var database = "ALTER DATABASE " + sandbox.postgres().database();
        var writing = postgres;
        result(writing.query(database + " SET default_transaction_read_only = on"));
        try {
            postgres = PostgresClient.connect(vertx, sandbox.postgres());
            assertUnavailable(insert("new"));
        } finally {
            result(writing.query(database + " RESET default_transaction_read_only"));
            result(writing.close());
        }
    }

    private void connect(PostgresConfig config) {
        result(postgres.close());
        postgres = PostgresClient.connect(vertx, config);
    }

    private Future<?> insert(String phone) {
        return postgres.query("INSERT INTO number VALUES ($1)", Tuple.of(phone));
    }

    /** Asks again while the answer is that the server is not available. */
    private int eventually(String sql) {
        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            try {
                return result(postgres.query(sql)).iterator().next().getInteger(0);
            } catch (ServiceException unavailable) {
                assertThat(System.nanoTime()).as("still not available").isLessThan(deadline);
            }
        }
    }

    private void assertUnavailable(Future<?> statement) {
        assertThat(failure(statement)).isInstanceOfSatisfying(ServiceException.class, failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(failure).hasMessage("the database is not available");
        });
    }

    private static PostgresConfig config(PostgresConfig at, int poolSize, int queueSize, Duration timeout) {
        return at.withPool(poolSize, queueSize).withTimeout(timeout);
    }

    private static Throwable failure(Future<?> future) {
        return catchThrowable(() -> result(future));
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no result within 20 s", e);
        }
    }
}
