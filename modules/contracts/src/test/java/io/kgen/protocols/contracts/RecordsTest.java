package io.kgen.protocols.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {

    static Stream<Record> recordsWithPersonalData() {
        return Stream.concat(Samples.users(), Samples.kstore());
    }

    @ParameterizedTest
    @MethodSource("recordsWithPersonalData")
    void e73_toStringOmitsNumbersWalletsAndCodes(Record sample) {
        assertThat(sample.toString()).doesNotContain(Samples.PHONE, Samples.WALLET, Samples.CODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "level.up", "px_1:a-B"})
    void acceptsAValidEventId(String eventId) {
        assertThat(new RecordEvent(new PlayerId("issuer", "user"), eventId, Attributes.NONE).eventId())
                .isEqualTo(eventId);
        var longest = "a".repeat(128);
        assertThat(new RecordEvent(new PlayerId("issuer", "user"), longest, Attributes.NONE).eventId())
                .isEqualTo(longest);
    }

    static Stream<String> invalidEventIds() {
        return Stream.of("", ".a", "_a", "-", ":", "a b", "a/b", "ä", "a\u0000", "a\n", "a".repeat(129));
    }

    @ParameterizedTest
    @MethodSource("invalidEventIds")
    void e04_rejectsAnInvalidEventId(String eventId) {
        assertThatThrownBy(() -> new RecordEvent(new PlayerId("issuer", "user"), eventId, Attributes.NONE))
                .isInstanceOf(ServiceException.class)
                .hasMessage("eventId must be " + RecordEvent.EVENT_ID_RULE);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 201})
    void rejectsAPageLimitOutside1To200(int limit) {
        assertThatThrownBy(() -> ListParticipations.builder(new PlayerId("issuer", "user"))
                        .limit(limit)
                        .build())
                .isInstanceOf(ServiceException.class)
                .hasMessage("limit must be between 1 and 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer-a", "issuer-b"})
    void e24_theSameUserIdOfTwoIssuersIsTwoPlayers(String issuer) {
        var other = new PlayerId("issuer", "user");
        assertThat(new FindLinkedNumber(new PlayerId(issuer, "user")).player())
                .isEqualTo(new PlayerId(issuer, "user"))
                .isNotEqualTo(other);
    }
}
