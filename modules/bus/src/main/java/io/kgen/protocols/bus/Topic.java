package io.kgen.protocols.bus;

import java.util.Objects;

/**
 * Something that is published after it has happened: its address and the record that says it. Best effort: who must not
 * miss anything asks.
 */
public record Topic<T extends Record>(String address, Class<T> type) {

    public Topic {
        Objects.requireNonNull(address);
        Objects.requireNonNull(type);
    }

    public static <T extends Record> Topic<T> of(String address, Class<T> type) {
        return new Topic<>(address, type);
    }

    @Override
    public String toString() {
        return address;
    }
}
