package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.Require;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Records several events. An invalid item is rejected alone and does not affect the other items. */
public record RecordEvents(List<BatchItem> events) {

    public static final int MAX_EVENTS = 500;

    public RecordEvents {
        requireCount(Require.present("events", events).size());
        events = events.stream().map(RecordEvents::orRejected).toList();
    }

    /**
     * Parses a message body, each item separately.
     *
     * @throws ServiceException {@code INVALID} unless it has an array of 1 to 500 items
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

    /** Before the items are parsed, because an invalid item costs more time than a valid one. */
    public static void requireCount(int events) {
        if (events < 1 || events > MAX_EVENTS) {
            throw ServiceException.invalid("events", "must contain 1 to " + MAX_EVENTS + " items");
        }
    }

    private static BatchItem orRejected(BatchItem item) {
        return item == null ? BatchItem.NOT_AN_OBJECT : item;
    }

    /** Whether no event is stored twice if the batch is sent again. */
    boolean allHaveKeys() {
        return events.stream()
                .allMatch(item -> item.event() == null || item.event().key() != null);
    }
}
