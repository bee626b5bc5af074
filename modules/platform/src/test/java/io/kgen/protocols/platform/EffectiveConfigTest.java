package io.kgen.protocols.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveConfigTest {

    private static final String DEFAULTS = """
            http:
              port: 8080
              url: ""
            cluster:
              name: ""
            remembered-tokens: 7
            default:
              secret: ""
              key-file: ""
            issuers: []
            roles: [users]
            """;

    @TempDir
    private Path directory;

    @Test
    void eachValueHasTheSourceThatOverridesTheOthers() throws IOException {
        var file = Files.writeString(directory.resolve("a.yaml"), "http:\n  port: 1\nroles: [kstore]\n");
        var secret = Files.writeString(directory.resolve("secret"), "hunter2\n");
        var config = read(file, Map.of("PLATFORM_HTTP_PORT", "2", "PLATFORM_DEFAULT_SECRET_FILE", secret.toString()));

        assertThat(config.toJson())
                .hasToString(("{'http.port':{'value':'2','source':'environment','name':'PLATFORM_HTTP_PORT'},"
                                + "'http.url':{'value':'','source':'default'},"
                                + "'cluster.name':{'value':'','source':'default'},"
                                + "'remembered-tokens':{'value':7,'source':'default'},"
                                + "'default.secret':{'value':'***','source':'secret file',"
                                + "'name':'" + secret + " (PLATFORM_DEFAULT_SECRET_FILE)'},"
                                + "'default.key-file':{'value':'','source':'default'},"
                                + "'issuers':{'value':[],'source':'default'},"
                                + "'roles':{'value':['kstore'],'source':'file','name':'" + file + "'}}")
                        .replace('\'', '"'));
    }

    @Test
    void masksSecretsInListsOfMappingsAlsoIfTheyAreText() {
        var list = "[{issuer: a, keys: [{algorithm: HS256, secret: hunter2, kid: k, public-key: PEM, key-file: /f}]},"
                + " {previous-token: hunter2, token: [hunter2]}]";
        var json = read(null, Map.of("PLATFORM_ISSUERS", list)).toJson();
        assertThat(json.get("issuers").get("value"))
                .hasToString("[{'issuer':'a','keys':[{'algorithm':'HS256','secret':'***','kid':'k','public-key':'PEM',"
                                .replace('\'', '"')
                        + "'key-file':'/f'}]},{'previous-token':'***','token':['***']}]".replace('\'', '"'));
    }

    @Test
    void masksAListThatIsNotReadable() {
        assertThat(read(null, Map.of("PLATFORM_ISSUERS", "[{secret: hunter2"))
                        .toJson()
                        .toString())
                .doesNotContain("hunter2");
    }

    @Test
    void aListAsTextWithCommasStaysReadable() {
        assertThat(value("roles", Map.of("PLATFORM_ROLES", "users,kstore"))).isEqualTo("users,kstore");
    }

    @Test
    void masksWhatIsReadAsASecretWhateverItsName() {
        assertThat(value("cluster.name", Map.of("PLATFORM_CLUSTER_NAME", "hunter2")))
                .isEqualTo("***");
    }

    @Test
    void masksUserAndPasswordInAUrl() {
        assertThat(value("http.url", Map.of("PLATFORM_HTTP_URL", "https://me:hunter2@store.example/a@b")))
                .isEqualTo("https://***@store.example/a@b");
    }

    private String value(String key, Map<String, String> environment) {
        return read(null, environment).toJson().get(key).get("value").asText();
    }

    private static EffectiveConfig read(Path file, Map<String, String> environment) {
        var defaults = new ByteArrayInputStream(DEFAULTS.getBytes(StandardCharsets.UTF_8));
        return ConfigSource.read(defaults, file, environment).bind(root -> {
            root.section("cluster").secret("name");
            return root.effective();
        });
    }
}
