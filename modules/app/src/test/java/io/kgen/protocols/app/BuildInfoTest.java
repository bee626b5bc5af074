package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BuildInfoTest {

    @Test
    void theBuildWritesVersionCommitAndTimeIntoTheJar() {
        var build = BuildInfo.read();
        assertThat(build.version()).matches("\\d+\\.\\d+\\.\\d+.*");
        // A source archive has no repository.
        assertThat(build.commit()).matches("[0-9a-f]{40}|unknown");
        assertThat(Instant.parse(build.time())).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void shortensTheCommitForAPerson() {
        var build = new BuildInfo("1.2.3", "0123456789abcdef0123456789abcdef01234567", "2026-11-01T00:00:00Z");
        assertThat(build).hasToString("1.2.3 (commit 0123456789ab, 2026-11-01T00:00:00Z)");
        assertThat(new BuildInfo("1.2.3", "unknown", "2026-11-01T00:00:00Z"))
                .asString()
                .contains("(commit unknown,");
    }
}
