package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.Require;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Records several events, each standing alone: one that is refused takes nobody else with it. */
public record RecordEvents(List<BatchItem> events) {

    public static final int MAX_EVENTS = 500;

    public RecordEvents {
        requireCount(Require.present("events", events).size());
        events = events.stream().map(RecordEvents::orRejected).toList();
    }

    /**
     * Reads a message body, each item by itself.
     *
     * @throws ServiceException {@code INVALID} if it has no array of 1 to 500 items
     */
    public static RecordEvents parse(JsonObject body) {
        var items = Require.present("events", body.getValue("events"));
        if (!(items instanceof JsonArray array)) {
            throw ServiceException.invalid("events", "must be an array");
        }
        requireCount(array.size());
        return new RecordEvents(
                ((List<?>) array.getList()).stream().map(BatchItem::parse).toList());
    }

    /** Comes before the items are read: one that does not fit costs more than one that does. */
    public static void requireCount(int events) {
        if (events < 1 || events > MAX_EVENTS) {
            throw ServiceException.invalid("events", "must contain 1 to " + MAX_EVENTS + " items");
        }
    }

    private static BatchItem orRejected(BatchItem item) {
        return item == null ? BatchItem.NOT_AN_OBJECT : item;
    }

    /** Whether nothing would be stored twice if all of them were sent again. */
    boolean allHaveKeys() {
        return events.stream()
                .allMatch(item -> item.event() == null || item.event().key() != null);
    }
}
