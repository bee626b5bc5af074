package io.kgen.protocols.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.gateway.AuthConfig;
import io.kgen.protocols.gateway.VerificationKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a change of the keys withdraws. */
class TrustedKeysTest {

    private static final VerificationKey OLD = SigningKey.create("HS256", "old").verification();
    private static final VerificationKey NEW = SigningKey.create("HS256", "new").verification();

    private final TrustedKeys keys = new TrustedKeys(config(List.of(OLD), Map.of("a", List.of(OLD))));

    @Test
    void keepsAKeyThatStays() {
        var stays = keys.of("a").keys().get(0);
        replace(List.of(OLD), Map.of("a", List.of(NEW, OLD)));
        assertThat(keys.of("a").keys()).hasSize(2).contains(stays);
        assertThat(stays.isWithdrawn()).isFalse();
    }

    @Test
    void e32_withdrawsAKeyThatIsGone() {
        var gone = keys.of("a").keys().get(0);
        var ofOthers = keys.of("other").keys().get(0);
        replace(List.of(OLD), Map.of("a", List.of(NEW)));
        assertThat(gone.isWithdrawn()).isTrue();
        assertThat(ofOthers.isWithdrawn()).isFalse();
    }

    @Test
    void e32_withdrawsTheKeysOfAnIssuerThatIsGone() {
        var gone = keys.of("a").keys().get(0);
        replace(List.of(OLD), Map.of());
        assertThat(gone.isWithdrawn()).isTrue();
        assertThat(keys.of("a")).isSameAs(keys.of("other"));
    }

    /** A token that a default key verified must not be remembered for an issuer that has keys of its own now. */
    @Test
    void e30_renewsTheDefaultKeysIfAnIssuerGetsKeysOfItsOwn() {
        var verifiedForB = keys.of("b").keys().get(0);
        replace(List.of(OLD), Map.of("a", List.of(OLD), "b", List.of(NEW)));
        assertThat(verifiedForB.isWithdrawn()).isTrue();
        assertThat(keys.of("other").keys().get(0).isWithdrawn()).isFalse();
    }

    private void replace(List<VerificationKey> defaults, Map<String, List<VerificationKey>> issuers) {
        keys.replace(config(defaults, issuers), Map.of());
    }

    private static AuthConfig config(List<VerificationKey> defaults, Map<String, List<VerificationKey>> issuers) {
        return new AuthConfig(defaults, issuers, 10, Duration.ofDays(1));
    }
}
