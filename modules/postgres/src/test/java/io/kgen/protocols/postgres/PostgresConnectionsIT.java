package io.kgen.protocols.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.ServerSessions;
import io.kgen.protocols.sandbox.TcpProxy;
import io.kgen.protocols.sandbox.TestSql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How {@link PostgresClient} handles lost connections, late statements and changed tables. */
@ExtendWith({SandboxExtension.class, VertxExtension.class})
class PostgresConnectionsIT {

    private static final int POOL_SIZE = 4;
    private static final String COUNT = "SELECT count(*)::int FROM public.entry";
    private static final String INSERT = "INSERT INTO public.entry (number, name) VALUES ($1, $2)";
    private static final String INSERT_BEFORE_DEADLINE = INSERT + " RETURNING public.check_deadline($3)";

    private final Sandbox sandbox;
    private final TcpProxy proxy;
    private final PostgresClient postgres;
    private final ServerSessions sessions;

    PostgresConnectionsIT(Sandbox sandbox, Vertx vertx) {
        this.sandbox = sandbox;
        this.proxy = TcpProxy.to(sandbox.postgres().port());
        this.postgres = PostgresClient.connect(vertx, config(proxy.port()));
        this.sessions = new ServerSessions(sandbox.postgres());
    }

    @BeforeEach
    void create() {
        createClock();
        sql("DROP TABLE IF EXISTS public.entry");
        sql("CREATE TABLE public.entry (number bigint, name text)");
    }

    @AfterEach
    void close() {
        proxy.close();
        Await.result(postgres.close());
    }

    @Test
    void e18_allStatementsSucceedAfterAFirewallDroppedIdleConnections() {
        runConcurrently(POOL_SIZE);
        awaitIdle();

        proxy.dropOpenConnections();

        assertThat(runConcurrently(100))
                .allSatisfy(statement -> assertThat(statement.succeeded()).isTrue());
    }

    @Test
    void e18_allStatementsSucceedAfterIdleConnectionsWereReset() {
        runConcurrently(POOL_SIZE);
        awaitIdle();

        proxy.reset();

        assertThat(runConcurrently(100))
                .allSatisfy(statement -> assertThat(statement.succeeded()).isTrue());
    }

    @Test
    void e18_allStatementsSucceedAfterTheServerClosedConnections() {
        runConcurrently(POOL_SIZE);
        sql("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name = 'platform-protocols'");
        awaitIdle();

        assertThat(runConcurrently(100))
                .allSatisfy(statement -> assertThat(statement.succeeded()).isTrue());
    }

    @Test
    void e17_statementsSucceedExactlyOnceAfterAColumnTypeChanged() {
        var select = "SELECT number, name FROM public.entry WHERE name = $1";
        for (var type : List.of("numeric", "text", "bigint", "numeric(20, 2)", "int")) {
            var name = "while it was " + type;
            Await.result(postgres.query(select, Tuple.of(name)));
            Await.result(postgres.query(INSERT, Tuple.of(null, name)));
            sql("ALTER TABLE public.entry ALTER COLUMN number TYPE " + type + " USING number::" + type);

            var reads = IntStream.range(0, 50)
                    .mapToObj(i -> postgres.query(select, Tuple.of(name)))
                    .toList();
            var writes = IntStream.range(0, 50)
                    .mapToObj(i -> postgres.query(INSERT + " RETURNING number", Tuple.of(null, name + " now")))
                    .toList();

            reads.forEach(read -> assertThat(Await.result(read).size()).isOne());
            writes.forEach(write -> assertThat(Await.result(write).size()).isOne());
            assertThat(Await.result(postgres.query(select, Tuple.of(name + " now")))
                            .size())
                    .isEqualTo(50);
        }
    }

    @Test
    void e17_preparesADeallocatedStatementAgain() {
        Await.result(postgres.query(COUNT));
        IntStream.range(0, POOL_SIZE).forEach(i -> Await.result(postgres.query("DEALLOCATE ALL")));

        assertThat(runConcurrently(50))
                .allSatisfy(statement -> assertThat(statement.succeeded()).isTrue());
    }

    @Test
    void e89_aWriteThatArrivesAfterItsFailureChangesNothing() {
        Await.result(write(1, Duration.ofDays(1)));
        var before = sessions.open();
        proxy.hold();
        assertUnavailable(write(2, Duration.ofDays(1)));

        proxy.release();

        sessions.awaitEnd(before);
        assertThat(numbers()).containsExactly("1");
        Await.result(write(3, Duration.ofDays(1)));
        assertThat(numbers()).containsExactly("1", "3");
    }

    @Test
    void e89_doesNotSendAWriteWhoseDeadlineHasPassed() {
        assertUnavailable(write(1, Duration.ofNanos(-1)));
        Await.result(write(2, Duration.ofDays(1)));

        assertThat(numbers()).containsExactly("2");
    }

    @Test
    void e88_writesSucceedAfterTheClockOfTheServerIsSetForwardsOrBackwards() {
        Await.result(write(1, Duration.ofDays(1)));
        shiftClock("100 days");
        Await.result(write(2, Duration.ofDays(1)));
        shiftClock("-100 days");
        Await.result(write(3, Duration.ofDays(1)));

        assertThat(numbers()).containsExactly("1", "2", "3");
    }

    /** Creates a {@code clock_timestamp} that precedes the built-in one in the search path and returns the set time. */
    private void createClock() {
        sql("DROP SCHEMA IF EXISTS test_clock CASCADE");
        sql("CREATE SCHEMA test_clock");
        sql("CREATE TABLE test_clock.shift AS SELECT interval '0' AS by");
        sql("CREATE FUNCTION test_clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE"
                + " RETURN pg_catalog.clock_timestamp() + (SELECT by FROM test_clock.shift)");
        sql("ALTER DATABASE " + sandbox.postgres().database() + " SET search_path = test_clock, pg_catalog, public");
        // The same function as in each schema of the product.
        sql("CREATE OR REPLACE FUNCTION public.check_deadline(deadline timestamptz) RETURNS boolean LANGUAGE plpgsql"
                + " AS $$ BEGIN IF clock_timestamp() >= deadline THEN RAISE EXCEPTION USING ERRCODE = 'PD001'; END IF;"
                + " RETURN TRUE; END $$");
    }

    private void shiftClock(String by) {
        sql("UPDATE test_clock.shift SET by = ?::interval", by);
    }

    private Future<?> write(long number, Duration timeout) {
        return postgres.write(
                INSERT_BEFORE_DEADLINE, Tuple.of(number, "in time"), System.nanoTime() + timeout.toNanos());
    }

    private List<Future<?>> runConcurrently(int count) {
        var statements = IntStream.range(0, count)
                .<Future<?>>mapToObj(i -> postgres.query(COUNT))
                .toList();
        statements.forEach(statement -> Await.result(statement.otherwiseEmpty()));
        return statements;
    }

    /** Returns when all connections have been idle for longer than the client uses them without a check. */
    private void awaitIdle() {
        sessions.awaitIdle("1.5 seconds");
    }

    private List<String> numbers() {
        return sql("SELECT number::text FROM public.entry ORDER BY number");
    }

    private static void assertUnavailable(Future<?> statement) {
        assertThat(Await.failure(statement, ServiceException.class).code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    private List<String> sql(String sql, Object... arguments) {
        return TestSql.rows(sandbox.postgres(), sql, arguments);
    }

    private PostgresConfig config(int port) {
        return TestPostgres.config(sandbox.postgres().withPort(port));
    }
}
