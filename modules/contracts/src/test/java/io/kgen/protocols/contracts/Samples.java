package io.kgen.protocols.contracts;

import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.EventItem;
import io.kgen.protocols.contracts.analytics.EventRecorded;
import io.kgen.protocols.contracts.analytics.EventResult;
import io.kgen.protocols.contracts.analytics.EventsRecorded;
import io.kgen.protocols.contracts.analytics.FindParticipations;
import io.kgen.protocols.contracts.analytics.MonthSummary;
import io.kgen.protocols.contracts.analytics.Participation;
import io.kgen.protocols.contracts.analytics.ParticipationRecorded;
import io.kgen.protocols.contracts.analytics.ParticipationSummary;
import io.kgen.protocols.contracts.analytics.Participations;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.RecordStatus;
import io.kgen.protocols.contracts.analytics.RecordedEvent;
import io.kgen.protocols.contracts.analytics.RecordedParticipation;
import io.kgen.protocols.contracts.analytics.SummarizeParticipations;
import io.kgen.protocols.contracts.kstore.GenerateRedirect;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.kgen.protocols.contracts.kstore.RedeemedPlayer;
import io.kgen.protocols.contracts.kstore.Redirect;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumberChange;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.kgen.protocols.contracts.users.NumberUnlinked;
import io.kgen.protocols.contracts.users.UnlinkNumber;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Records as they travel: each of every operation, with everything in it and with as little as it may have. */
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
        return Stream.of(new ErasePlayer("issuer", USER), new PlayerErased(0), new PlayerErased(1L << 40));
    }

    static Stream<Record> users() {
        return Stream.of(
                new FindLinkedNumber("9124643460", USER),
                new LinkNumber("issuer", USER, PHONE, "DE", "client___user", WALLET, WALLET, "kgen", true),
                new LinkNumber("issuer", USER, PHONE, null, null, null, null, null, null),
                new LinkedNumber(USER, "client___user", WALLET, WALLET, PHONE, "kgen"),
                new LinkedNumber(USER, null, null, null, PHONE, null),
                new UnlinkNumber("issuer", USER),
                new NumberUnlinked(true),
                new NumberUnlinked(false),
                new LinkedNumberChanged("issuer", USER, LinkedNumberChange.REPLACED, TIME));
    }

    static Stream<Record> kstore() {
        return Stream.of(
                new GenerateRedirect("issuer", USER),
                new Redirect("https://store.example/?code=" + CODE),
                new RedeemCode("k-store", CODE),
                new RedeemedPlayer("issuer", USER, "client___user", WALLET, PHONE));
    }

    private static Stream<Record> analytics() {
        var attributes = Attributes.parse(
                "{\"text\":\"ä\uD83D\uDE80\",\"integer\":-9223372036854775808,\"decimal\":0.1000000000000000055}");
        var participation = new Participation("Tournament", EXACT, "Won", TIME, "Quick", EXACT.negate(), EXACT);
        var untimed =
                new Participation("Tournament", BigDecimal.ZERO, "Won", null, "Quick", EXACT, new BigDecimal("1.50"));
        return Stream.of(
                new RecordEvent("issuer", USER, "level.up:1", attributes),
                new RecordEvent("issuer", USER, "e", Attributes.NONE),
                new RecordEvent("issuer", USER, "e", attributes, "key", "1970-01-01T00:00:00.0-03:00"),
                new RecordEvents(List.of(EventItem.of(new RecordEvent("issuer", USER, "e", attributes)))),
                new EventRecorded(RecordStatus.STORED),
                new EventsRecorded(List.of(
                        EventResult.committed(0, RecordStatus.DUPLICATE),
                        EventResult.failed(1, new ServiceFailure(FailureCode.CONFLICT, "other content")),
                        EventResult.failed(2, ServiceFailure.unavailable("away", null)))),
                new RecordParticipation(
                        "issuer", USER, "games", "1", 7L, "Tournament", EXACT, "Won", TIME, "Quick", EXACT, EXACT),
                new RecordParticipation("issuer", USER, "games", "1", null, "", EXACT, "", null, "", EXACT, EXACT),
                new ParticipationRecorded(RecordStatus.CORRECTED),
                new ParticipationRecorded(RecordStatus.STALE),
                new ParticipationRecorded(RecordStatus.DUPLICATE),
                new FindParticipations("issuer", USER, 200, "cursor", TIME, TIME, "Tournament", "Quick", "Won"),
                new FindParticipations("issuer", USER, null, null, null, null, null, null, null),
                new Participations(List.of(participation, untimed), "cursor"),
                new Participations(List.of(), null),
                new RecordedEvent("issuer", USER, "level.up:1", TIME),
                new RecordedParticipation("issuer", USER, "games", "1", TIME),
                new SummarizeParticipations("issuer", USER, TIME, TIME, "Tournament", "Quick", "Won"),
                new SummarizeParticipations("issuer", USER, null, null, null, null, null),
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
