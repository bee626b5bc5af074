package io.kgen.protocols.platform;

import java.util.List;

/** A configuration that is not valid, with all its violations. */
public final class ConfigException extends RuntimeException {

    private final List<String> violations;

    public ConfigException(List<String> violations) {
        super(String.join("; ", violations), null, false, false);
        this.violations = List.copyOf(violations);
    }

    public List<String> violations() {
        return violations;
    }
}
