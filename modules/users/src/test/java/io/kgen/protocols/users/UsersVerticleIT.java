package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The bus contract of linked numbers. */
@ExtendWith(SandboxExtension.class)
class UsersVerticleIT {

    private static UsersHarness users;
    private static int players;

    private final PlayerId player = newPlayer();
    private final PlayerId another = newPlayer();
    private final String number = "+49 176 1000" + "%04d".formatted(players);

    @BeforeAll
    static void start(Sandbox sandbox) {
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, UsersVerticle.SCHEMA));
        users = UsersHarness.start(sandbox);
    }

    @AfterAll
    static void stop() {
        users.close();
    }

    @Test
    void findsALinkedNumberAsItWasWritten() {
        var request = LinkNumber.builder(player, number)
                .namespacedThirdPartyUserId("client___user")
                .walletAddress("0xwallet")
                .indiggWalletAddress("0xindigg")
                .kgenId("kgen-1")
                .build();
        var expected = new LinkedNumber(player.userId(), "client___user", "0xwallet", "0xindigg", number, "kgen-1");

        assertThat(Await.result(users.link(request))).isEqualTo(expected);
        assertThat(Await.result(users.find(player))).isEqualTo(expected);
        users.awaitCached(player);
        assertThat(Await.result(users.find(player))).isEqualTo(expected);
    }

    @Test
    void returnsEmptyTextForMissingDetails() {
        Await.result(users.link(player, number));

        assertThat(Await.result(users.find(player)))
                .isEqualTo(new LinkedNumber(player.userId(), "", "", "", number, ""));
    }

    @Test
    void reportsNotFoundForAPlayerWithoutANumber() {
        assertFails(users.find(player), FailureCode.NOT_FOUND, "the player has no linked number");
    }

    @Test
    void rejectsAnInvalidNumberAndAnInvalidRegion() {
        assertFails(
                users.link(player, "0176 12345678"),
                FailureCode.INVALID,
                "phone must be a possible mobile number of its region, without an extension");
        assertFails(users.link(player, number, "XX", false), FailureCode.INVALID, "region must be an ISO 3166 code");
    }

    @Test
    void e23_treatsAllNotationsOfANumberAsOneNumber() {
        Await.result(users.link(player, "+49 176 20000001"));

        for (var same : List.of("0049 176 20000001", "+49\u200B176\u00A020000001\u200F")) {
            assertThat(Await.result(users.link(player, same)).linkedPhone()).isEqualTo("+49 176 20000001");
            assertFails(users.link(another, same), FailureCode.CONFLICT, "another player has this number");
        }
        assertFails(
                users.link(another, "0176 20000001", "DE", true),
                FailureCode.CONFLICT,
                "another player has this number");
    }

    @Test
    void aRepeatedLinkUpdatesTheGivenDetailsAndKeepsTheOthers() {
        var first = LinkNumber.builder(player, number)
                .namespacedThirdPartyUserId("client___user")
                .walletAddress("0xold")
                .build();
        var again = LinkNumber.builder(player, number)
                .walletAddress("0xnew")
                .kgenId("kgen-1")
                .build();
        Await.result(users.link(first));

        assertThat(Await.result(users.link(again)))
                .isEqualTo(new LinkedNumber(player.userId(), "client___user", "0xnew", "", number, "kgen-1"))
                .isEqualTo(Await.result(users.find(player)));
    }

    @Test
    void reportsAConflictForASecondNumberUnlessItReplacesTheFirst() {
        Await.result(users.link(player, number));
        var other = number + "9";

        assertFails(users.link(player, other), FailureCode.CONFLICT, "the player has another number");
        assertThat(users.phone(player)).isEqualTo(number);

        Await.result(users.replace(player, other));
        assertThat(users.phone(player)).isEqualTo(other);
        assertThat(Await.result(users.link(another, number)).linkedPhone()).isEqualTo(number);
    }

    @Test
    void anUnlinkedNumberIsNotFoundAndCanBeLinkedByAnotherPlayer() {
        Await.result(users.link(player, number));

        assertThat(Await.result(users.unlink(player)).unlinked()).isTrue();
        assertThat(Await.result(users.unlink(player)).unlinked()).isFalse();
        assertFails(users.find(player), FailureCode.NOT_FOUND, "the player has no linked number");
        assertThat(Await.result(users.link(another, number)).linkedPhone()).isEqualTo(number);
    }

    @RepeatedTest(20)
    void e23_exactlyOneOfTwoPlayersConcurrentlyLinksANumber() {
        var outcomes = race(users.link(player, number), users.link(another, "00" + number.substring(1)));

        assertThat(outcomes).containsExactlyInAnyOrder("linked", "CONFLICT");
        assertThat(race(users.find(player), users.find(another))).containsExactlyInAnyOrder("linked", "NOT_FOUND");
    }

    @RepeatedTest(20)
    void aPlayerConcurrentlyLinksExactlyOneOfTwoNumbers() {
        var outcomes = race(users.link(player, number), users.link(player, number + "9"));

        assertThat(outcomes).containsExactlyInAnyOrder("linked", "CONFLICT");
    }

    @RepeatedTest(3)
    void concurrentlySwappingNumbersCausesNoInternalError() {
        var other = number + "9";
        Await.result(users.link(player, number));
        Await.result(users.link(another, other));

        assertThat(race(users.replace(player, other), users.replace(another, number)))
                .isSubsetOf("CONFLICT", "UNAVAILABLE");
    }

    @Test
    void e24_treatsOneUserIdOfTwoIssuersAsTwoPlayers() {
        var playerOfA = new PlayerId("issuer-a", "e24");
        var playerOfB = new PlayerId("issuer-b", "e24");
        Await.result(users.link(playerOfA, "+49 176 30000001"));
        assertFails(users.find(playerOfB), FailureCode.NOT_FOUND, "the player has no linked number");

        Await.result(users.link(playerOfB, "+49 176 30000002"));
        users.awaitCached(playerOfA);
        users.awaitCached(playerOfB);
        assertThat(users.phone(playerOfA)).isEqualTo("+49 176 30000001");
        assertThat(users.phone(playerOfB)).isEqualTo("+49 176 30000002");

        Await.result(users.unlink(playerOfA));
        assertThat(users.phone(playerOfB)).isEqualTo("+49 176 30000002");
    }

    @Test
    void e24_twoIssuersMayLinkOneNumber() {
        Await.result(users.link(new PlayerId("issuer-a", "one-number"), "+49 176 30000003"));

        assertThat(Await.result(users.link(new PlayerId("issuer-b", "one-number"), "+49 176 30000003"))
                        .linkedPhone())
                .isEqualTo("+49 176 30000003");
    }

    @Test
    void e24_distinguishesPlayersWithColonsInTheirIds() {
        var players = List.of(new PlayerId("a:b", "c"), new PlayerId("a", "b:c"), new PlayerId("1:a", "c"));
        IntStream.range(0, players.size())
                .forEach(i -> Await.result(users.link(players.get(i), "+49 176 3000001" + i)));
        players.forEach(users::awaitCached);

        assertThat(players).extracting(users::phone).doesNotHaveDuplicates();
    }

    private static List<String> race(Future<?> one, Future<?> other) {
        return Stream.of(one, other).map(UsersVerticleIT::outcome).toList();
    }

    private static String outcome(Future<?> future) {
        return Await.result(future.map("linked")
                .otherwise(failure -> ((ServiceException) failure).code().name()));
    }

    private static void assertFails(Future<?> future, FailureCode code, String message) {
        assertThat(Await.failure(future, ServiceException.class))
                .hasMessage(message)
                .extracting(ServiceException::code)
                .isEqualTo(code);
    }

    private static PlayerId newPlayer() {
        return new PlayerId("issuer", "user-" + ++players);
    }
}
