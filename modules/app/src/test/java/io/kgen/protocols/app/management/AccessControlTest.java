package io.kgen.protocols.app.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.platform.TlsCertificate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessControlTest {

    private static final String TOKEN = "the-token-of-the-operators-long-enough";

    /** Each row: host, whether a token is configured, the header, then the result of READ and of CHANGE; - is allowed. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false, , -, NO_TOKEN_CONFIGURED",
        "localhost, false, , -, NO_TOKEN_CONFIGURED",
        "::1, false, , -, NO_TOKEN_CONFIGURED",
        "0.0.0.0, false, , NO_TOKEN_CONFIGURED, NO_TOKEN_CONFIGURED",
        "::, false, , NO_TOKEN_CONFIGURED, NO_TOKEN_CONFIGURED",
        "127.example.com, false, , NO_TOKEN_CONFIGURED, NO_TOKEN_CONFIGURED",
        "127.0.0.1, true, , TOKEN_MISSING, TOKEN_MISSING",
        "127.0.0.1, true, Bearer, TOKEN_MISSING, TOKEN_MISSING",
        "127.0.0.1, true, Basic the-token-of-the-operators-long-enough, TOKEN_MISSING, TOKEN_MISSING",
        "127.0.0.1, true, Bearer the-token-of-the-operators-long-enoug, TOKEN_WRONG, TOKEN_WRONG",
        "0.0.0.0, true, Bearer the-token-of-the-operators-long-enough, -, -",
        "0.0.0.0, true, bearer the-token-of-the-operators-long-enough, -, -",
    })
    void refusesWhatIsNotAllowed(String host, boolean hasToken, String header, String read, String change) {
        var config = new ManagementConfig(host, 0, hasToken ? new Secret(TOKEN) : Secret.NONE, TlsCertificate.NONE);
        var access = new AccessControl(config);
        assertThat(name(access, Access.OPEN, header)).isEqualTo("-");
        assertThat(name(access, Access.READ, header)).isEqualTo(read);
        assertThat(name(access, Access.CHANGE, header)).isEqualTo(change);
    }

    private static String name(AccessControl access, Access level, String header) {
        return access.check(level, header).map(Enum::name).orElse("-");
    }
}
