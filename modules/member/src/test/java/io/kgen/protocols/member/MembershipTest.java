package io.kgen.protocols.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembershipTest {

    @Test
    void connectsToALocalNodeByDefault() {
        assertThat(Membership.of(Map.of()))
                .isEqualTo(new Membership("platform-protocols", List.of("127.0.0.1:5701"), "127.0.0.1"));
    }

    @Test
    void readsTheClusterFromTheEnvironment() {
        var environment = Map.of(
                "CLUSTER_NAME", "name", "CLUSTER_MEMBERS", "10.0.0.1:5701,10.0.0.2:5701", "CLUSTER_HOST", "10.0.0.9");
        assertThat(Membership.of(environment))
                .isEqualTo(new Membership("name", List.of("10.0.0.1:5701", "10.0.0.2:5701"), "10.0.0.9"));
    }

    @Test
    void doesNotPrintTheClusterName() {
        assertThat(new Membership("a-secret", List.of("10.0.0.1:5701"), "10.0.0.9"))
                .asString()
                .contains("10.0.0.1:5701")
                .doesNotContain("a-secret");
    }
}
