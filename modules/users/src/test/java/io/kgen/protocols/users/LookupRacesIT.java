package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lookups and changes that overlap, on one node and on two that share nothing but the servers. */
@ExtendWith(SandboxExtension.class)
class LookupRacesIT {

    private static final String OLD = "+49 176 1000";
    private static final String NEW = "+49 176 2000";

    private static Sandbox servers;
    private static UsersHarness reading;
    private static UsersHarness writing;
    private static int players;

    private final PlayerId player = new PlayerId("issuer", "user-" + ++players);
    private final String oldNumber = OLD + "%04d".formatted(players);
    private final String newNumber = NEW + "%04d".formatted(players);

    @BeforeAll
    static void start(Sandbox sandbox) {
        servers = sandbox;
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(UsersVerticle.SCHEMA));
        reading = UsersHarness.start(sandbox);
        writing = UsersHarness.start(sandbox);
        var somebody = new PlayerId("issuer", "somebody");
        reading.awaitCached(somebody);
        writing.awaitCached(somebody);
    }

    @AfterAll
    static void stop() {
        reading.close();
        writing.close();
    }

    @Test
    void e20_aReaderDoesNotFillWhatItReadBeforeAChange() {
        Await.result(writing.link(player, oldNumber));
        var lookup = lookupHeldAt(reading.numbers.afterRead);

        Await.result(writing.replace(player, newNumber));
        reading.numbers.afterRead.open();

        assertThat(Await.result(lookup).linkedPhone()).isEqualTo(oldNumber);
        assertEverybodyFinds(newNumber);
    }

    @Test
    void e20_aReaderThatReadsAfterAChangeFindsIt() {
        Await.result(writing.link(player, oldNumber));
        var lookup = lookupHeldAt(reading.numbers.beforeRead);

        Await.result(writing.replace(player, newNumber));
        reading.numbers.beforeRead.open();

        assertThat(Await.result(lookup).linkedPhone()).isEqualTo(newNumber);
        assertEverybodyFinds(newNumber);
    }

    @Test
    void e20_whatAReaderFillsBetweenCommitAndInvalidationIsRemoved() {
        Await.result(writing.link(player, oldNumber));
        var lookup = lookupHeldAt(reading.numbers.afterRead);
        writing.numbers.afterCommit.shut();
        var change = writing.replace(player, newNumber);
        writing.numbers.afterCommit.awaitArrival();

        reading.numbers.afterRead.open();
        assertThat(Await.result(lookup).linkedPhone()).isEqualTo(oldNumber);
        writing.numbers.afterCommit.open();
        Await.result(change);

        assertEverybodyFinds(newNumber);
    }

    @Test
    void e20_nobodyJoinsALookupFromBeforeTheChangeOnTheSameNode() {
        Await.result(writing.link(player, oldNumber));
        writing.numbers.afterRead.shut();
        var lookup = writing.find(player);
        writing.numbers.afterRead.awaitArrival();

        Await.result(writing.replace(player, newNumber));
        assertThat(writing.phone(player)).isEqualTo(newNumber);

        writing.numbers.afterRead.open();
        assertThat(Await.result(lookup).linkedPhone()).isEqualTo(oldNumber);
        assertEverybodyFinds(newNumber);
    }

    @Test
    void e20_aReaderThatFoundNobodyDoesNotHideTheLink() {
        var lookup = lookupHeldAt(reading.numbers.afterRead);

        Await.result(writing.link(player, newNumber));
        reading.numbers.afterRead.open();

        assertThat(Await.failure(lookup, ServiceException.class).code()).isEqualTo(FailureCode.NOT_FOUND);
        assertEverybodyFinds(newNumber);
    }

    @Test
    void e20_aCachedNegativeEntryDoesNotHideTheLink() {
        reading.awaitCached(player);
        writing.awaitCached(player);

        Await.result(writing.link(player, newNumber));

        assertEverybodyFinds(newNumber);
    }

    @Test
    void e20_aReaderDoesNotBringAnUnlinkedNumberBack() {
        Await.result(writing.link(player, oldNumber));
        var lookup = lookupHeldAt(reading.numbers.afterRead);

        Await.result(writing.unlink(player));
        reading.numbers.afterRead.open();

        assertThat(Await.result(lookup).linkedPhone()).isEqualTo(oldNumber);
        for (var node : List.of(reading, writing)) {
            node.awaitCached(player);
            assertThat(Await.failure(node.find(player), ServiceException.class).code())
                    .isEqualTo(FailureCode.NOT_FOUND);
        }
    }

    @Test
    void e25_aFlushDoesNotLetAReaderFillWhatItReadBeforeAChange() {
        Await.result(writing.link(player, oldNumber));
        var lookup = lookupHeldAt(reading.numbers.afterRead);

        Await.result(writing.replace(player, newNumber));
        servers.redisServer().flush();
        reading.numbers.afterRead.open();

        assertThat(Await.result(lookup).linkedPhone()).isEqualTo(oldNumber);
        assertEverybodyFinds(newNumber);
    }

    @Test
    void e22_aThousandConcurrentMissesAreOneQuery() {
        Await.result(writing.link(player, newNumber));
        // Nobody joins a lookup that began before a change was read from the log.
        reading.awaitLogApplied();
        var before = reading.numbers.reads();

        var lookups = Stream.generate(() -> reading.find(player)).limit(1_000).toList();

        assertThat(lookups)
                .allSatisfy(
                        lookup -> assertThat(Await.result(lookup).linkedPhone()).isEqualTo(newNumber));
        assertThat(reading.numbers.reads() - before).isEqualTo(1);
    }

    @Test
    void e22_aThousandConcurrentMissesOfNobodyAreOneQuery() {
        var before = reading.numbers.reads();

        var lookups = Stream.generate(() -> reading.find(player)).limit(1_000).toList();

        assertThat(lookups)
                .allSatisfy(lookup -> assertThat(
                                Await.failure(lookup, ServiceException.class).code())
                        .isEqualTo(FailureCode.NOT_FOUND));
        assertThat(reading.numbers.reads() - before).isEqualTo(1);
    }

    private Future<LinkedNumber> lookupHeldAt(Gate gate) {
        gate.shut();
        var lookup = reading.find(player);
        gate.awaitArrival();
        return lookup;
    }

    /** At once, and when the answer has found its way into Redis. */
    private void assertEverybodyFinds(String number) {
        for (var node : List.of(reading, writing)) {
            assertThat(node.phone(player)).isEqualTo(number);
            node.awaitCached(player);
            assertThat(node.phone(player)).isEqualTo(number);
        }
    }
}
