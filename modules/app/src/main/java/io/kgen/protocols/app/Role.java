package io.kgen.protocols.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The verticles that a node can run; by default a node runs all of them. */
public enum Role {
    USERS,
    ANALYTICS,
    KSTORE,
    GATEWAY;

    /** As in the configuration. */
    String configName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> of(String configName) {
        return Arrays.stream(values())
                .filter(role -> role.configName().equals(configName))
                .findAny();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Role::configName).toList();
    }
}
