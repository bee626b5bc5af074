package io.kgen.protocols.contracts;

import java.util.Objects;

/**
 * Something that is published after it has happened: its address and the record that says it. Best effort: who must not
 * miss anything asks.
 */
public record Notification<T extends Record>(String address, Class<T> type) {

    public Notification {
        Objects.requireNonNull(address);
        Objects.requireNonNull(type);
    }

    public static <T extends Record> Notification<T> of(String address, Class<T> type) {
        return new Notification<>(address, type);
    }

    @Override
    public String toString() {
        return address;
    }
}
