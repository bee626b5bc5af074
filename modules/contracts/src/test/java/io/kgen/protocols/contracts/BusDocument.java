package io.kgen.protocols.contracts;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code asyncapi.yaml} as a judge of what goes over the bus. */
final class BusDocument {

    static final BusDocument LOADED = load();

    private static final String SCHEMAS = "#/components/schemas/";
    private static final JsonSchemaOptions STRICT =
            new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("app://asyncapi");

    private static final List<String> VOCABULARIES =
            List.of("core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content");

    private final JsonObject document;
    private final Map<String, Validator> validators = new HashMap<>();

    private BusDocument(JsonObject document) {
        this.document = document;
    }

    @SuppressWarnings("unchecked") // YAML's objects have text for keys
    private static BusDocument load() {
        try (var yaml = Objects.requireNonNull(BusDocument.class.getResourceAsStream("/asyncapi.yaml"))) {
            return new BusDocument(new JsonObject(new YAMLMapper().readValue(yaml, Map.class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of channels that have one. */
    Set<String> addresses() {
        return objects(document.getJsonObject("channels"))
                .map(channel -> channel.getString("address"))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Of an action, by the address of its channel. */
    Map<String, JsonObject> operations(String action) {
        return objects(document.getJsonObject("operations"))
                .filter(operation -> operation.getString("action").equals(action))
                .collect(Collectors.toMap(
                        operation -> resolve(operation.getJsonObject("channel")).getString("address"),
                        operation -> operation));
    }

    /** The names of the schemas of its messages. */
    Stream<String> payloads(JsonArray messages) {
        return messages.stream()
                .map(JsonObject.class::cast)
                .map(this::resolve)
                .map(message -> message.getJsonObject("payload").getString("$ref"))
                .map(BusDocument::nameOf);
    }

    JsonObject schema(String name) {
        return document.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    }

    Set<String> schemas() {
        return document.getJsonObject("components").getJsonObject("schemas").fieldNames();
    }

    /** What the document holds against it, or null. */
    OutputUnit faults(String schema, Object json) {
        var judged = validators.computeIfAbsent(schema, this::validator).validate(json);
        return judged.getValid() ? null : judged;
    }

    /** Follows references until there is none. */
    JsonObject resolve(JsonObject object) {
        var resolved = object;
        while (resolved.containsKey("$ref")) {
            resolved = at(resolved.getString("$ref"));
        }
        return resolved;
    }

    static String nameOf(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    private JsonObject at(String reference) {
        var found = document;
        for (var step : reference.substring("#/".length()).split("/", -1)) {
            found = Objects.requireNonNull(found.getJsonObject(step), reference);
        }
        return found;
    }

    private Validator validator(String name) {
        var definitions = document.getJsonObject("components")
                .getJsonObject("schemas")
                .encode()
                .replace(SCHEMAS, "#/$defs/");
        var schema = new JsonObject().put("$ref", "#/$defs/" + name).put("$defs", new JsonObject(definitions));
        return Validator.create(JsonSchema.of(schema), STRICT);
    }

    /** As JSON pointers. */
    List<String> keysWithoutAValue() {
        var found = new ArrayList<String>();
        collectKeysWithoutAValue("", document, found);
        return found;
    }

    private static void collectKeysWithoutAValue(String path, Object value, List<String> found) {
        if (value instanceof JsonObject object) {
            object.fieldNames().stream()
                    .filter(name -> object.getValue(name) == null)
                    .forEach(name -> found.add(path + "/" + name));
            object.forEach(field -> collectKeysWithoutAValue(path + "/" + field.getKey(), field.getValue(), found));
        } else if (value instanceof JsonArray array) {
            array.forEach(item -> collectKeysWithoutAValue(path, item, found));
        }
    }

    /** Of the schemas, those that no vocabulary of JSON Schema 2020-12 has; the vocabularies are those of the validator. */
    List<String> unknownKeywords() {
        var known = VOCABULARIES.stream()
                .map(BusDocument::metaSchema)
                .flatMap(schema -> schema.getJsonObject("properties").fieldNames().stream())
                .collect(Collectors.toSet());
        return objects(document.getJsonObject("components").getJsonObject("schemas"))
                .flatMap(BusDocument::withSubschemas)
                .flatMap(schema -> schema.fieldNames().stream())
                .filter(keyword -> !known.contains(keyword))
                .toList();
    }

    private static JsonObject metaSchema(String vocabulary) {
        try (var json = Objects.requireNonNull(
                Validator.class.getResourceAsStream("/json-schema.org/draft/2020-12/meta/" + vocabulary))) {
            return new JsonObject(Buffer.buffer(json.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonObject> withSubschemas(JsonObject schema) {
        var properties = schema.getJsonObject("properties", new JsonObject());
        var alternatives = Stream.of("anyOf", "allOf", "oneOf")
                .flatMap(keyword -> schema.getJsonArray(keyword, new JsonArray()).stream());
        var others = Stream.of("items", "additionalProperties", "propertyNames").map(schema::getValue);
        return Stream.concat(
                Stream.of(schema),
                Stream.of(properties.stream().map(Map.Entry::getValue), alternatives, others)
                        .flatMap(subschemas -> subschemas)
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .flatMap(BusDocument::withSubschemas));
    }

    private static Stream<JsonObject> objects(JsonObject named) {
        return named.stream().map(Map.Entry::getValue).map(JsonObject.class::cast);
    }
}
