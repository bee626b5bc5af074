package io.kgen.protocols.contracts;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.BatchItemResult;
import io.kgen.protocols.contracts.analytics.EventRecorded;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.kgen.protocols.contracts.analytics.MonthSummary;
import io.kgen.protocols.contracts.analytics.Participation;
import io.kgen.protocols.contracts.analytics.ParticipationPage;
import io.kgen.protocols.contracts.analytics.ParticipationRecorded;
import io.kgen.protocols.contracts.analytics.ParticipationSummary;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.analytics.RecordEventsReply;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.RecordParticipationReply;
import io.kgen.protocols.contracts.analytics.SummarizeParticipations;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.kgen.protocols.contracts.kstore.GenerateRedirect;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.kgen.protocols.contracts.kstore.RedeemCodeReply;
import io.kgen.protocols.contracts.kstore.Redirect;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.kgen.protocols.contracts.users.UnlinkNumber;
import io.kgen.protocols.contracts.users.UnlinkNumberReply;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Samples of the records of every operation, with all fields and with the required fields only. */
final class Samples {

    static final String PHONE = "+49 176 12345678";
    static final String WALLET = "0xwallet";
    static final String CODE = "one-time-code";

    static final BigDecimal EXACT = new BigDecimal("1234567890123456789.1000000000000000055");

    private static final String USER = "ü€\uD83D\uDE80";
    private static final Instant TIME = Instant.parse("2021-06-01T12:00:00.123456Z");

    private Samples() {}

    static Stream<Record> all() {
        return Stream.of(users(), analytics(), kstore(), erasure()).flatMap(records -> records);
    }

    private static Stream<Record> erasure() {
        return Stream.of(
                new ErasePlayer(new PlayerId("issuer", USER)), new ErasePlayerReply(0), new ErasePlayerReply(1L << 40));
    }

    static Stream<Record> users() {
        return Stream.of(
                new FindLinkedNumber(new PlayerId("9124643460", USER)),
                new LinkNumber(
                        new PlayerId("issuer", USER), PHONE, "DE", "client___user", WALLET, WALLET, "kgen", true),
                LinkNumber.builder(new PlayerId("issuer", USER), PHONE).build(),
                new LinkedNumber(USER, "client___user", WALLET, WALLET, PHONE, "kgen"),
                new LinkedNumber(USER, null, null, null, PHONE, null),
                new UnlinkNumber(new PlayerId("issuer", USER)),
                new UnlinkNumberReply(true),
                new UnlinkNumberReply(false),
                new LinkedNumberChanged("issuer", USER, LinkedNumberChanged.Change.REPLACED, TIME));
    }

    static Stream<Record> kstore() {
        return Stream.of(
                new GenerateRedirect(new PlayerId("issuer", USER)),
                new Redirect("https://store.example/?code=" + CODE),
                new RedeemCode("k-store", CODE),
                new RedeemCodeReply("issuer", USER, "client___user", WALLET, PHONE));
    }

    private static Stream<Record> analytics() {
        var attributes = Attributes.parse(
                "{\"text\":\"ä\uD83D\uDE80\",\"integer\":-9223372036854775808,\"decimal\":0.1000000000000000055}");
        var participation = new Participation("Tournament", EXACT, "Won", TIME, "Quick", EXACT.negate(), EXACT);
        var untimed =
                new Participation("Tournament", BigDecimal.ZERO, "Won", null, "Quick", EXACT, new BigDecimal("1.50"));
        return Stream.of(
                new RecordEvent(new PlayerId("issuer", USER), "level.up:1", attributes),
                new RecordEvent(new PlayerId("issuer", USER), "e", Attributes.NONE),
                new RecordEvent(new PlayerId("issuer", USER), "e", attributes, "key", "1970-01-01T00:00:00.0-03:00"),
                new RecordEvents(List.of(BatchItem.of(new RecordEvent(new PlayerId("issuer", USER), "e", attributes)))),
                new RecordEventReply(WriteStatus.STORED),
                new RecordEventsReply(List.of(
                        BatchItemResult.committed(0, WriteStatus.DUPLICATE),
                        BatchItemResult.failed(1, new ServiceException(FailureCode.CONFLICT, "other content")),
                        BatchItemResult.failed(2, ServiceException.unavailable("database unavailable", null)))),
                new RecordParticipation(
                        new PlayerId("issuer", USER),
                        "games",
                        "1",
                        7L,
                        "Tournament",
                        EXACT,
                        "Won",
                        TIME,
                        "Quick",
                        EXACT,
                        EXACT),
                RecordParticipation.builder(new PlayerId("issuer", USER), "games", "1")
                        .type("")
                        .typeValue(EXACT)
                        .result("")
                        .mode("")
                        .buyInStake(EXACT)
                        .amountWon(EXACT)
                        .build(),
                new RecordParticipationReply(WriteStatus.CORRECTED),
                new RecordParticipationReply(WriteStatus.STALE),
                new RecordParticipationReply(WriteStatus.DUPLICATE),
                new ListParticipations(
                        new PlayerId("issuer", USER), 200, "cursor", TIME, TIME, "Tournament", "Quick", "Won"),
                ListParticipations.builder(new PlayerId("issuer", USER)).build(),
                new ParticipationPage(List.of(participation, untimed), "cursor"),
                new ParticipationPage(List.of(), null),
                new EventRecorded("issuer", USER, "level.up:1", TIME),
                new ParticipationRecorded("issuer", USER, "games", "1", TIME),
                new SummarizeParticipations(new PlayerId("issuer", USER), TIME, TIME, "Tournament", "Quick", "Won"),
                SummarizeParticipations.builder(new PlayerId("issuer", USER)).build(),
                new ParticipationSummary(
                        3,
                        2,
                        1,
                        EXACT,
                        BigDecimal.ZERO,
                        EXACT.negate(),
                        List.of(new MonthSummary("2026-11", 2, 1, EXACT, new BigDecimal("1.50")))),
                new ParticipationSummary(0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, List.of()));
    }
}
