package io.kgen.protocols.examples.tournament;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.LIST_PARTICIPATIONS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.PARTICIPATION_SUMMARY;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;
import static io.kgen.protocols.contracts.users.UsersOperations.LINK_NUMBER;
import static io.kgen.protocols.contracts.users.UsersTopics.LINKED_NUMBER_CHANGED;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.Subscription;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.kgen.protocols.contracts.analytics.ParticipationPage;
import io.kgen.protocols.contracts.analytics.ParticipationSummary;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.RecordParticipationReply;
import io.kgen.protocols.contracts.analytics.SummarizeParticipations;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Consumer;

/** The calls of a tournament to the platform. */
final class Tournament {

    private static final String SOURCE = "tournament";
    private static final BigDecimal STAKE = BigDecimal.valueOf(100);

    private final BusClient bus;
    private final Retries retries;
    private final Instant playedAt;

    Tournament(BusClient bus, Retries retries, Instant playedAt) {
        this.bus = bus;
        this.retries = retries;
        this.playedAt = playedAt;
    }

    /** Receives the changes of all players. Delivery is at most once; to miss no change, also read the current state. */
    Future<Subscription> subscribe(Consumer<LinkedNumberChanged> listener) {
        return bus.subscribe(LINKED_NUMBER_CHANGED, listener);
    }

    /** The same link again succeeds. */
    Future<LinkedNumber> link(PlayerId player, String phone) {
        return call(LINK_NUMBER, LinkNumber.builder(player, phone).build());
    }

    /** A correction has a higher revision. A repeated or a late request changes nothing. */
    Future<RecordParticipationReply> record(PlayerId player, String match, long revision, BigDecimal won) {
        return call(
                RECORD_PARTICIPATION,
                new RecordParticipation(
                        player,
                        SOURCE,
                        match,
                        revision,
                        "Tournament",
                        BigDecimal.valueOf(5),
                        "Won",
                        playedAt,
                        "Quick",
                        STAKE,
                        won));
    }

    /** With a key, so that a repeated request is stored once. */
    Future<RecordEventReply> finished(PlayerId player, String match) {
        var attributes = Attributes.parse("{\"match\":\"" + match + "\",\"place\":1}");
        var key = SOURCE + "/" + match + "/finished";
        return call(RECORD_EVENT, new RecordEvent(player, "tournament.finished", attributes, key, playedAt.toString()));
    }

    /** Newest first; {@code nextCursor} is the cursor of the next page. */
    Future<ParticipationPage> history(PlayerId player) {
        return call(
                LIST_PARTICIPATIONS,
                ListParticipations.builder(player).limit(10).build());
    }

    Future<ParticipationSummary> summary(PlayerId player) {
        return call(
                PARTICIPATION_SUMMARY, SummarizeParticipations.builder(player).build());
    }

    private <Q extends Record, R extends Record> Future<R> call(Operation<Q, R> operation, Q request) {
        return retries.of(() -> bus.call(operation, request, CallContext.root()));
    }
}
