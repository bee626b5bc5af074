package io.kgen.protocols.platform;

import java.util.List;

/** Everything that is wrong with a configuration, at once. */
public final class ConfigException extends RuntimeException {

    private final List<String> faults;

    public ConfigException(List<String> faults) {
        super(String.join("; ", faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
