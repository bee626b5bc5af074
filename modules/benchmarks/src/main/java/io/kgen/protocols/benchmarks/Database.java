package io.kgen.protocols.benchmarks;

import io.kgen.protocols.sandbox.PostgresAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Loads the data of the scenarios into PostgreSQL and counts the rows that they stored. */
final class Database implements AutoCloseable {

    static final String ISSUER = "bench";

    private static final String WORLD = """
            CREATE SCHEMA bench;
            CREATE TABLE bench.world (id int PRIMARY KEY, randomnumber int NOT NULL);
            INSERT INTO bench.world SELECT n, 1 + (random() * 9999)::int FROM generate_series(1, 10000) AS n;
            """;

    private static final String LINKS = """
            INSERT INTO users.linked_number (issuer, user_id, phone, e164, namespaced_third_party_user_id, wallet_address,
                                             indigg_wallet_address, kgen_id, version)
            SELECT '%s', user_id, '9' || lpad(n::text, 9, '0'), '+919' || lpad(n::text, 9, '0'), 'bench___' || user_id,
                   '0x7889FdF548FC1713c611FB52eA64ACCbff1b0322', '', 'kgen-' || n, nextval('users.linked_number_version')
            FROM (SELECT n, 'u' || lpad(n::text, 6, '0') AS user_id FROM generate_series(1, %d) AS n) AS player
            """;

    private static final String PARTICIPATIONS = """
            INSERT INTO analytics.participation (issuer, source, source_id, user_id, revision, type, type_value, result,
                                                 occurred_at, mode, buy_in_stake, amount_won)
            SELECT '%1$s', 'benchmark', 'u' || lpad(u::text, 6, '0') || '-' || n, 'u' || lpad(u::text, 6, '0'), 1,
                   'Tournament', 5, 'Won', now() - n * interval '1 minute', 'Quick', 100, 500
            FROM generate_series(%2$d, %3$d) AS u, generate_series(%4$d, %5$d) AS n
            """;

    private static final String PAST_DAYS = """
            DO $$
            DECLARE
                day  date;
                name text;
            BEGIN
                SET LOCAL timezone = 'UTC';
                FOR day IN SELECT current_date - n FROM generate_series(1, %d) AS n LOOP
                    name := 'event_' || to_char(day, 'YYYYMMDD');
                    EXECUTE format('CREATE TABLE analytics.%%I (LIKE analytics.event INCLUDING DEFAULTS)', name);
                    EXECUTE format('ALTER TABLE analytics.event ATTACH PARTITION analytics.%%I FOR VALUES FROM (%%L) TO (%%L)',
                                   name, day::timestamptz, (day + 1)::timestamptz);
                END LOOP;
            END
            $$
            """;

    private static final String PAST_EVENTS = """
            INSERT INTO analytics.event (received_at, issuer, user_id, event_id, attributes)
            SELECT date_trunc('day', now(), 'UTC') - (1 + n %% %1$d) * interval '1 day' + interval '12 hours',
                   '%2$s', 'u' || lpad((n %% 200000)::text, 6, '0'), 'past', '{"attr1":"value1","attr2":42,"attr3":3.14}'
            FROM generate_series(1, %3$d) AS n
            """;

    private final Connection connection;

    Database(PostgresAddress postgres) {
        try {
            connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        } catch (SQLException e) {
            throw new BenchmarkException("cannot connect to PostgreSQL", e);
        }
    }

    static String userId(int number) {
        return "u%06d".formatted(number);
    }

    void fillWorld() {
        execute(WORLD);
    }

    void link(int users) {
        execute(LINKS.formatted(ISSUER, users));
        execute("VACUUM ANALYZE users.linked_number");
    }

    /** Stores the same number of participations for each of some users. */
    void addParticipations(int firstUser, int lastUser, int each) {
        insertParticipations(firstUser, lastUser, 1, each);
    }

    /** Stores participations {@code first} to {@code last}, counted from one, of a user who already has the previous ones. */
    void addMoreParticipations(int user, int first, int last) {
        insertParticipations(user, user, first, last);
    }

    private void insertParticipations(int firstUser, int lastUser, int first, int last) {
        execute(PARTICIPATIONS.formatted(ISSUER, firstUser, lastUser, first, last));
        execute("VACUUM ANALYZE analytics.participation");
    }

    void emptyEvents() {
        execute("TRUNCATE analytics.event");
    }

    /** Stores events of past days. */
    void growEvents(int days, long rows) {
        execute(PAST_DAYS.formatted(days));
        execute(PAST_EVENTS.formatted(days, ISSUER, rows));
        execute("VACUUM ANALYZE analytics.event");
    }

    /** The events of today, which the scenarios stored. */
    long events() {
        return number("SELECT count(*) FROM analytics.event WHERE event_id = '" + Scenario.EVENT_ID
                + "' AND received_at > now() - interval '6 hours'");
    }

    /** The position in the write-ahead log. */
    String walPosition() {
        return text("SELECT pg_current_wal_lsn()");
    }

    long walBytesSince(String position) {
        return number("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '" + position + "')::bigint");
    }

    /** The flushes of all sessions; an open session may not have reported all of them. */
    long walFlushes() {
        return number("SELECT coalesce(sum(fsyncs), 0) FROM pg_stat_io WHERE object = 'wal'");
    }

    /** The size of the events, including indexes. */
    long eventBytes() {
        return number("SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits"
                + " WHERE inhparent = 'analytics.event'::regclass");
    }

    /** The size of the idempotency keys, including indexes. */
    long keyBytes() {
        return number("SELECT pg_total_relation_size('analytics.event_key')");
    }

    long number(String query) {
        return Long.parseLong(text(query));
    }

    String setting(String name) {
        return text("SELECT current_setting('" + name + "')");
    }

    String text(String query) {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new BenchmarkException("PostgreSQL rejected: " + query, e);
        }
    }

    private void execute(String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new BenchmarkException("PostgreSQL rejected: " + sql, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new BenchmarkException("cannot close the connection to PostgreSQL", e);
        }
    }
}
