package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentFencesTest {

    private static final PlayerId PLAYER = new PlayerId("issuer", "user");

    private final Map<PlayerId, Long> unwritten = new HashMap<>();
    private final RecentFences recent = new RecentFences(Duration.ofDays(1));

    @Test
    void areWrittenAgainInAnotherReign() {
        recent.compare("first", unwritten::put);
        recent.written(PLAYER, 7, "first");
        recent.compare("first", unwritten::put);
        recent.compare(null, unwritten::put);
        assertThat(unwritten).isEmpty();

        recent.compare("second", unwritten::put);
        assertThat(unwritten).containsExactly(Map.entry(PLAYER, 7L));
    }

    @Test
    void areWrittenAgainThoughTheReignEndedBeforeItWasCompared() {
        recent.written(PLAYER, 7, "first");

        recent.compare("second", unwritten::put);
        assertThat(unwritten).containsExactly(Map.entry(PLAYER, 7L));
    }

    @Test
    void areWrittenAgainOnce() {
        recent.compare("first", unwritten::put);
        recent.written(PLAYER, 7, "first");
        recent.compare("second", unwritten::put);
        unwritten.clear();

        recent.compare("third", unwritten::put);
        assertThat(unwritten).isEmpty();
    }

    @Test
    void areNotWrittenAgainIfTheyAreOlder() {
        var forgetful = new RecentFences(Duration.ZERO);
        forgetful.compare("first", unwritten::put);
        forgetful.written(PLAYER, 7, "first");
        forgetful.compare("first", unwritten::put);

        forgetful.compare("second", unwritten::put);
        assertThat(unwritten).isEmpty();
    }
}
