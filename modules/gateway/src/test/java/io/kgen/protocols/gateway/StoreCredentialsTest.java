package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.platform.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreCredentialsTest {

    private static final String SECRET = "a secret of the store, long enough";

    @Test
    void matchesItsIdWithEachOfItsSecrets() {
        var client = client(SECRET, "another");

        assertThat(client.matches("store", SECRET)).isTrue();
        assertThat(client.matches("store", "another")).isTrue();
        assertThat(client.matches("store", "neither")).isFalse();
        assertThat(client.matches("Store", SECRET)).isFalse();
    }

    @Test
    void withoutASecretNothingMatches() {
        assertThat(client().matches("store", "")).isFalse();
        assertThat(client().matches("store", SECRET)).isFalse();
    }

    @Test
    void doesNotPrintItsSecrets() {
        assertThat(client(SECRET).toString()).doesNotContain(SECRET);
    }

    private static StoreCredentials client(String... secrets) {
        return new StoreCredentials(
                "k-store", "store", List.of(secrets).stream().map(Secret::new).toList());
    }
}
