package io.kgen.protocols.app;

import static io.kgen.protocols.app.TestConfig.read;
import static io.kgen.protocols.app.TestConfig.violations;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterConfigTest {

    @TempDir
    private Path directory;

    @Test
    void aNodeHasNoClusterAndAllRolesByDefault() {
        var config = read(null, Map.of());
        assertThat(config.cluster().enabled()).isFalse();
        assertThat(config.roles()).containsExactlyInAnyOrder(Role.values());
        assertThat(read(null, Map.of("PLATFORM_ROLES", "users, kstore")).roles())
                .containsExactlyInAnyOrder(Role.USERS, Role.KSTORE);
    }

    @Test
    void rejectsUnknownRoles() {
        for (var roles : List.of("", "users,usres")) {
            assertThat(violations(null, Map.of("PLATFORM_ROLES", roles)))
                    .singleElement()
                    .asString()
                    .isEqualTo("roles (PLATFORM_ROLES) must be one or more of users, analytics, kstore, gateway");
        }
    }

    @Test
    void aClusterNeedsMembersAndANonWildcardAddress() {
        var enabled = Map.of("PLATFORM_CLUSTER_ENABLED", "true", "PLATFORM_CLUSTER_MEMBERS", "127.0.0.1:5701");
        assertThat(read(null, enabled).cluster().members()).containsExactly("127.0.0.1:5701");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_MEMBERS", "", "must name a node");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_KUBERNETES_SERVICE_DNS", "nodes.local", "must name a node");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_MEMBERS", "127.0.0.1", "must be host:port");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_NAME", " ", "must not be empty");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_HOST", "0.0.0.0", "must be one address");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_HOST", "::", "must be one address");
        assertClusterViolation(enabled, "PLATFORM_CLUSTER_HOST", "8.8.8.8", "private network");
        for (var host : List.of("10.1.2.3", "172.16.0.1", "192.168.0.1", "100.64.0.1", "fd00::1", "::1")) {
            var variables = new HashMap<>(enabled);
            variables.put("PLATFORM_CLUSTER_HOST", host);
            variables.put("PLATFORM_CLUSTER_TRUSTED_NETWORK", "true");
            assertThat(read(null, variables).cluster().host()).isEqualTo(host);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "fd00::1", "[fd00::1]"})
    void aClusterOutsideLoopbackNeedsTlsOrATrustedNetwork(String host) throws IOException {
        var variables = new HashMap<>(Map.of(
                "PLATFORM_CLUSTER_ENABLED", "true",
                "PLATFORM_CLUSTER_MEMBERS", "[fd00::1]:5701",
                "PLATFORM_CLUSTER_HOST", host));
        assertThat(violations(null, variables))
                .singleElement()
                .asString()
                .startsWith("cluster.tls (")
                .contains("execute code", "PLATFORM_CLUSTER_TRUSTED_NETWORK");

        variables.put("PLATFORM_CLUSTER_TRUSTED_NETWORK", "true");
        assertThat(read(null, variables).cluster().host()).doesNotContain("[");

        variables.remove("PLATFORM_CLUSTER_TRUSTED_NETWORK");
        var file = Files.writeString(directory.resolve("node.pem"), "PEM").toString();
        List.of("CERTIFICATE", "KEY", "CA")
                .forEach(name -> variables.put("PLATFORM_CLUSTER_TLS_" + name + "_FILE", file));
        assertThat(read(null, variables).cluster().tls().isOn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "localhost", "::1", "[::1]"})
    void aClusterOnLoopbackNeedsNeitherTlsNorATrustedNetwork(String host) {
        var enabled = Map.of("PLATFORM_CLUSTER_ENABLED", "true", "PLATFORM_CLUSTER_MEMBERS", "[::1]:5701");
        var variables = new HashMap<>(enabled);
        variables.put("PLATFORM_CLUSTER_HOST", host);
        assertThat(read(null, variables).cluster().members()).containsExactly("[::1]:5701");
    }

    @Test
    void aNodeWithoutAClusterNeedsNeitherTlsNorATrustedNetwork() {
        assertThat(read(null, Map.of("PLATFORM_CLUSTER_HOST", "10.1.2.3"))
                        .cluster()
                        .enabled())
                .isFalse();
    }

    @Test
    void aNodeCertificateNeedsItsKeyAndItsAuthority() throws IOException {
        var certificate = Files.writeString(directory.resolve("node.pem"), "a certificate");

        assertThat(violations(null, Map.of("PLATFORM_CLUSTER_TLS_CERTIFICATE_FILE", certificate.toString())))
                .satisfiesExactly(
                        violation -> assertThat(violation).startsWith("cluster.tls.key-file ("),
                        violation -> assertThat(violation).startsWith("cluster.tls.ca-file ("));
    }

    private void assertClusterViolation(Map<String, String> enabled, String variable, String value, String rule) {
        var variables = new HashMap<>(enabled);
        variables.put(variable, value);
        assertThat(violations(null, variables)).singleElement().asString().contains(rule);
    }
}
