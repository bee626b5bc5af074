package io.kgen.protocols.app.support;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One row of the table that is sent through every interface: an event with its fields as JSON text.
 *
 * @param fields name and JSON text of each
 * @param rejection the message of the rejection, or null if the item is stored
 */
public record TableItem(String name, Map<String, String> fields, String rejection) {

    public static final String EVENT_ID = "\"e\"";

    /** Returns a valid item with one field replaced, or removed for null. */
    public static TableItem with(String name, String field, String json, String rejection) {
        var fields = validFields();
        if (json == null) {
            fields.remove(field);
        } else {
            fields.put(field, json);
        }
        return new TableItem(name, fields, rejection);
    }

    public static TableItem stored(String name, String field, String json) {
        return with(name, field, json, null);
    }

    public static TableItem value(String name, String json, String rule) {
        return with(name, "attributes", "{\"a\":" + json + "}", rule == null ? null : "/attributes/a " + rule);
    }

    private static Map<String, String> validFields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("eventId", EVENT_ID);
        fields.put("attributes", "{\"a\":1}");
        return fields;
    }

    /** Returns the JSON that a frontend sends. */
    public String json() {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Returns the JSON that a service sends. */
    public String json(String issuer, String userId) {
        return "{\"issuer\":\"" + issuer + "\",\"userId\":\"" + userId + "\"," + json().substring(1);
    }

    /** Whether a single drop can carry the item: it has no client time, and its body contains the attributes. */
    public boolean isSingleDrop() {
        return EVENT_ID.equals(fields.get("eventId"))
                && fields.containsKey("attributes")
                && !fields.containsKey("occurredAt")
                && isHeader(fields.get("key"));
    }

    private static boolean isHeader(String key) {
        return key == null || key.matches("null|\"[ -\\[\\]-~]+\"");
    }

    @Override
    public String toString() {
        return name;
    }
}
