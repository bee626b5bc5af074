package io.kgen.protocols.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Ports;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How {@link PostgresClient} reports a server that rejects statements, is unavailable or hangs. */
@ExtendWith({SandboxExtension.class, VertxExtension.class})
class PostgresClientIT {

    private static final String PHONE = "+49 176 12345678";

    private final Sandbox sandbox;
    private final Vertx vertx;
    private PostgresClient postgres;

    PostgresClientIT(Sandbox sandbox, Vertx vertx) {
        this.sandbox = sandbox;
        this.vertx = vertx;
        this.postgres = PostgresClient.connect(vertx, TestPostgres.config(sandbox.postgres()));
    }

    @BeforeAll
    static void start(Sandbox sandbox, Vertx vertx) {
        var setup =
                PostgresClient.connect(vertx, TestPostgres.config(sandbox.postgres(), 1, 1, Duration.ofSeconds(10)));
        Await.result(
                setup.query("CREATE TABLE number (phone text CONSTRAINT number_of_one UNIQUE CHECK (phone <> ''))"));
        Await.result(setup.close());
    }

    @AfterEach
    void close() {
        Await.result(postgres.close());
    }

    @Test
    void e73_aRejectionNamesTheConstraintAndNoValue() {
        Await.result(insert(PHONE));

        var rejected = Await.failure(insert(PHONE));

        assertThat(rejected)
                .isInstanceOfSatisfying(StatementRejectedException.class, rejection -> {
                    assertThat(rejection.sqlState()).isEqualTo("23505");
                    assertThat(rejection.violatesUnique("number_of_one")).isTrue();
                    assertThat(rejection.violatesUnique("another")).isFalse();
                })
                .hasMessage("SQLSTATE 23505 table number constraint number_of_one")
                .hasNoCause();
        assertThat(Await.failure(insert("")))
                .isInstanceOfSatisfying(
                        StatementRejectedException.class,
                        rejection -> assertThat(rejection.violatesUnique("number_phone_check"))
                                .isFalse())
                .hasMessageStartingWith("SQLSTATE 23514");
    }

    @Test
    void reportsAnInvalidStatementAsRejected() {
        assertThat(Await.failure(postgres.query("SELECT nonsense")))
                .isInstanceOf(StatementRejectedException.class)
                .hasMessage("SQLSTATE 42703");
    }

    @Test
    void e73_anArgumentOfTheWrongTypeThrowsIllegalArgumentWithoutTheValue() {
        assertThat(Await.failure(postgres.query("SELECT $1::bigint", Tuple.of(PHONE))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(PHONE)
                .hasNoCause();
    }

    @Test
    void reportsUnavailableWhenTheServerRefusesConnections() {
        connect(TestPostgres.config(sandbox.postgres().withPort(Ports.free())));
        assertUnavailable(postgres.query("SELECT 1"));
    }

    @Test
    void reportsUnavailableWhenTheServerRejectsTheLogin() {
        connect(TestPostgres.config(sandbox.postgres().withDatabase("nowhere")));
        assertUnavailable(postgres.query("SELECT 1"));

        connect(TestPostgres.config(sandbox.postgres().withUser("nobody", "?")));
        assertUnavailable(postgres.query("SELECT 1"));
    }

    @Test
    void aHungStatementTimesOutAndReleasesItsConnection() {
        connect(TestPostgres.config(sandbox.postgres(), 1, 10, Duration.ofMillis(500)));
        Await.result(postgres.query("SELECT 1"));

        // Longer than the test waits for a result.
        assertUnavailable(postgres.query("SELECT pg_sleep(300)"));

        assertThat(queryWhenAvailable("SELECT 1")).isEqualTo(1);
    }

    @Test
    void reportsUnavailableWhenTheServerHangsAndRecovers() {
        connect(TestPostgres.config(sandbox.postgres(), 2, 10, Duration.ofMillis(500)));
        Await.result(postgres.query("SELECT 1"));
        sandbox.postgresServer().pause();
        try {
            IntStream.range(0, 4)
                    .mapToObj(i -> postgres.query("SELECT 1"))
                    .toList()
                    .forEach(this::assertUnavailable);
        } finally {
            sandbox.postgresServer().resume();
        }
        assertThat(queryWhenAvailable("SELECT 1")).isEqualTo(1);
    }

    @Test
    void rejectsAStatementAtOnceWhenTheQueueIsFull() {
        connect(TestPostgres.config(sandbox.postgres(), 1, 1, Duration.ofSeconds(5)));
        Await.result(postgres.query("SELECT 1"));

        var statements = IntStream.range(0, 3)
                .mapToObj(i -> postgres.query("SELECT pg_sleep(0.3)"))
                .toList();

        assertUnavailable(statements.get(2));
        assertThat(statements.get(0).isComplete()).isFalse();
        Await.result(statements.get(0));
        Await.result(statements.get(1));
    }

    @Test
    void reportsUnavailableWhenTheServerIsReadOnly() {
        var database = "ALTER DATABASE " + sandbox.postgres().database();
        var admin = postgres;
        Await.result(admin.query(database + " SET default_transaction_read_only = on"));
        try {
            postgres = PostgresClient.connect(vertx, TestPostgres.config(sandbox.postgres()));
            assertUnavailable(insert("new"));
        } finally {
            Await.result(admin.query(database + " RESET default_transaction_read_only"));
            Await.result(admin.close());
        }
    }

    private void connect(PostgresConfig config) {
        Await.result(postgres.close());
        postgres = PostgresClient.connect(vertx, config);
    }

    private Future<?> insert(String phone) {
        return postgres.query("INSERT INTO number VALUES ($1)", Tuple.of(phone));
    }

    /** Repeats the statement while the server is unavailable. */
    private int queryWhenAvailable(String sql) {
        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (true) {
            try {
                return Await.result(postgres.query(sql)).iterator().next().getInteger(0);
            } catch (ServiceException unavailable) {
                assertThat(System.nanoTime())
                        .as("the server is still unavailable")
                        .isLessThan(deadline);
            }
        }
    }

    private void assertUnavailable(Future<?> statement) {
        assertThat(Await.failure(statement)).isInstanceOfSatisfying(ServiceException.class, failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(failure).hasMessage("the database is not available");
        });
    }
}
