package io.kgen.protocols.bus;

import io.vertx.core.json.JsonObject;
import java.util.Objects;

/**
 * A channel of published events: its address and the type of its records. Delivery is at most once, so a consumer that must
 * not miss anything also reads the current state.
 */
public record Topic<T extends Record>(String address, Class<T> type) {

    public Topic {
        Objects.requireNonNull(address);
        Objects.requireNonNull(type);
    }

    public static <T extends Record> Topic<T> of(String address, Class<T> type) {
        return new Topic<>(address, type);
    }

    /** The record as JSON, as it is published. */
    public JsonObject toJson(T published) {
        return RecordJson.toJson(published);
    }

    /**
     * Parses the body of a message.
     *
     * @throws ServiceException {@link FailureCode#INVALID} if the body is not such a record
     */
    public T parse(Object body) {
        return RecordJson.read(body, type);
    }

    @Override
    public String toString() {
        return address;
    }
}
