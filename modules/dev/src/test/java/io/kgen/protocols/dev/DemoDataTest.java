package io.kgen.protocols.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.users.LinkNumber;
import org.junit.jupiter.api.Test;

class DemoDataTest {

    private final DemoData data = DemoData.read();

    @Test
    void linksTheDocumentedNumberToOnePlayerOnly() {
        assertThat(data.links()).extracting(LinkNumber::player).containsExactly(DemoData.LINKED);
        assertThat(data.links()).extracting(LinkNumber::phone).containsExactly("1234567890");
    }

    @Test
    void loadsTheLinkedPlayersParticipationsLast() {
        assertThat(data.participations())
                .extracting(RecordParticipation::player)
                .containsSubsequence(DemoData.UNLINKED, DemoData.LINKED, DemoData.LINKED)
                .endsWith(DemoData.LINKED);
    }

    @Test
    void hasAParticipationWithoutATimeForEachPlayer() {
        assertThat(data.participations())
                .filteredOn(participation -> participation.occurredAt() == null)
                .extracting(RecordParticipation::player)
                .contains(DemoData.LINKED, DemoData.UNLINKED);
    }
}
