package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Concurrent lookups and changes on one node, and on two nodes that share only the servers. */
@ExtendWith(SandboxExtension.class)
class LookupRacesIT {

    private static final String OLD = "+49 176 1000";
    private static final String NEW = "+49 176 2000";

    private static Sandbox servers;
    private static UsersHarness reader;
    private static UsersHarness writer;
    private static int players;

    private final PlayerId player = new PlayerId("issuer", "user-" + ++players);
    private final String oldNumber = OLD + "%04d".formatted(players);
    private final String newNumber = NEW + "%04d".formatted(players);

    @BeforeAll
    static void start(Sandbox sandbox) {
        servers = sandbox;
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, UsersVerticle.SCHEMA));
        reader = UsersHarness.start(sandbox);
        writer = UsersHarness.start(sandbox);
        var anyPlayer = new PlayerId("issuer", "anyPlayer");
        reader.awaitCached(anyPlayer);
        writer.awaitCached(anyPlayer);
    }

    @AfterAll
    static void stop() {
        reader.close();
        writer.close();
    }

    @Test
    void e20_doesNotCacheANumberReadBeforeAChange() {
        Await.result(writer.link(player, oldNumber));
        var lookup = lookupBlockedAt(reader.numbers.afterRead);

        Await.result(writer.replace(player, newNumber));
        reader.numbers.afterRead.open();

        assertThat(Await.result(lookup).linkedPhone()).isEqualTo(oldNumber);
        assertAllNodesFind(newNumber);
    }

    @Test
    void e20_findsAChangeMadeBeforeTheRead() {
        Await.result(writer.link(player, oldNumber));
        var lookup = lookupBlockedAt(reader.numbers.beforeRead);

        Await.result(writer.replace(player, newNumber));
        reader.numbers.beforeRead.open();

        assertThat(Await.result(lookup).linkedPhone()).isEqualTo(newNumber);
        assertAllNodesFind(newNumber);
    }

    @Test
    void e20_removesAStaleEntryWrittenBetweenCommitAndInvalidation() {
        Await.result(writer.link(player, oldNumber));
        var lookup = lookupBlockedAt(reader.numbers.afterRead);
        writer.numbers.afterCommit.close();
        var change = writer.replace(player, newNumber);
        writer.numbers.afterCommit.awaitArrival();

        reader.numbers.afterRead.open();
        assertThat(Await.result(lookup).linkedPhone()).isEqualTo(oldNumber);
        writer.numbers.afterCommit.open();
        Await.result(change);

        assertAllNodesFind(newNumber);
    }

    @Test
    void e20_doesNotJoinALookupThatStartedBeforeAChangeOnTheSameNode() {
        Await.result(writer.link(player, oldNumber));
        writer.numbers.afterRead.close();
        var lookup = writer.find(player);
        writer.numbers.afterRead.awaitArrival();

        Await.result(writer.replace(player, newNumber));
        assertThat(writer.phone(player)).isEqualTo(newNumber);

        writer.numbers.afterRead.open();
        assertThat(Await.result(lookup).linkedPhone()).isEqualTo(oldNumber);
        assertAllNodesFind(newNumber);
    }

    @Test
    void e20_doesNotCacheAMissReadBeforeALink() {
        var lookup = lookupBlockedAt(reader.numbers.afterRead);

        Await.result(writer.link(player, newNumber));
        reader.numbers.afterRead.open();

        assertThat(Await.failure(lookup, ServiceException.class).code()).isEqualTo(FailureCode.NOT_FOUND);
        assertAllNodesFind(newNumber);
    }

    @Test
    void e20_findsALinkDespiteACachedNegativeEntry() {
        reader.awaitCached(player);
        writer.awaitCached(player);

        Await.result(writer.link(player, newNumber));

        assertAllNodesFind(newNumber);
    }

    @Test
    void e20_doesNotCacheANumberReadBeforeItsUnlink() {
        Await.result(writer.link(player, oldNumber));
        var lookup = lookupBlockedAt(reader.numbers.afterRead);

        Await.result(writer.unlink(player));
        reader.numbers.afterRead.open();

        assertThat(Await.result(lookup).linkedPhone()).isEqualTo(oldNumber);
        for (var node : List.of(reader, writer)) {
            node.awaitCached(player);
            assertThat(Await.failure(node.find(player), ServiceException.class).code())
                    .isEqualTo(FailureCode.NOT_FOUND);
        }
    }

    @Test
    void e25_doesNotCacheANumberReadBeforeAChangeWhenRedisIsFlushed() {
        Await.result(writer.link(player, oldNumber));
        var lookup = lookupBlockedAt(reader.numbers.afterRead);

        Await.result(writer.replace(player, newNumber));
        servers.redisServer().flush();
        reader.numbers.afterRead.open();

        assertThat(Await.result(lookup).linkedPhone()).isEqualTo(oldNumber);
        assertAllNodesFind(newNumber);
    }

    @Test
    void e22_aThousandConcurrentMissesExecuteOneQuery() {
        assertOneQueryExecutes(missing -> {
            var number = "+49 176 3000%04d".formatted(players);
            Await.result(writer.link(missing, number));
            // Lookups do not join a lookup that started before a change was read from the log.
            reader.awaitLogApplied();
            return lookup -> assertThat(Await.result(lookup).linkedPhone()).isEqualTo(number);
        });
    }

    @Test
    void e22_aThousandConcurrentMissesOfAnUnknownPlayerExecuteOneQuery() {
        assertOneQueryExecutes(missing -> {
            reader.awaitLogApplied();
            return lookup -> assertThat(
                            Await.failure(lookup, ServiceException.class).code())
                    .isEqualTo(FailureCode.NOT_FOUND);
        });
    }

    /**
     * Lookups do not share a query while the invalidation log is overdue, which a pause of the machine can cause. So only an
     * attempt without that is judged.
     *
     * @param arrange makes the state of a player of its own, and returns the check of each lookup
     */
    private static void assertOneQueryExecutes(Function<PlayerId, Consumer<Future<LinkedNumber>>> arrange) {
        Await.until(() -> {
            var missing = new PlayerId("issuer", "user-" + ++players);
            var check = arrange.apply(missing);
            var validity = reader.validity();
            var before = reader.numbers.reads();

            var lookups =
                    Stream.generate(() -> reader.find(missing)).limit(1_000).toList();

            assertThat(lookups).allSatisfy(check);
            var queries = reader.numbers.reads() - before;
            if (!validity.isCurrent()) {
                return false;
            }
            assertThat(queries).isEqualTo(1);
            return true;
        });
    }

    private Future<LinkedNumber> lookupBlockedAt(Gate gate) {
        gate.close();
        var lookup = reader.find(player);
        gate.awaitArrival();
        return lookup;
    }

    /** Checks a lookup at once and a lookup from the cache. */
    private void assertAllNodesFind(String number) {
        for (var node : List.of(reader, writer)) {
            assertThat(node.phone(player)).isEqualTo(number);
            node.awaitCached(player);
            assertThat(node.phone(player)).isEqualTo(number);
        }
    }
}
