package io.kgen.protocols.contracts.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Violation;

/** Asserts that attributes are rejected, and which attribute violates which rule. */
final class RefusedAttributes {

    private RefusedAttributes() {}

    static void assertRejected(String json, String path, String rule) {
        assertThatThrownBy(() -> Attributes.parse(json.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.violation()).isEqualTo(new Violation(path, rule)));
    }
}
