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

/** {@code asyncapi.yaml}, parsed, with validators for its schemas. */
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

    @SuppressWarnings("unchecked") // the keys of YAML objects are strings
    private static BusDocument load() {
        try (var yaml = Objects.requireNonNull(BusDocument.class.getResourceAsStream("/asyncapi.yaml"))) {
            return new BusDocument(new JsonObject(new YAMLMapper().readValue(yaml, Map.class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The addresses of the channels that have an address. */
    Set<String> addresses() {
        return objects(document.getJsonObject("channels"))
                .map(channel -> channel.getString("address"))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** The operations of an action by the addresses of their channels. */
    Map<String, JsonObject> operations(String action) {
        return objects(document.getJsonObject("operations"))
                .filter(operation -> operation.getString("action").equals(action))
                .collect(Collectors.toMap(
                        operation -> resolve(operation.getJsonObject("channel")).getString("address"),
                        operation -> operation));
    }

    /** The names of the payload schemas of the messages. */
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

    /** The violations of the schema, or null if the JSON is valid. */
    OutputUnit validate(String schema, Object json) {
        var output = validators.computeIfAbsent(schema, this::validator).validate(json);
        return output.getValid() ? null : output;
    }

    /** Follows references until the object is not a reference. */
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

    /** The keys without a value as JSON pointers. */
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

    /** The keywords of the schemas that are not in the JSON Schema 2020-12 vocabularies of the validator. */
    List<String> unknownKeywords() {
        var keywords = VOCABULARIES.stream()
                .map(BusDocument::metaSchema)
                .flatMap(schema -> schema.getJsonObject("properties").fieldNames().stream())
                .collect(Collectors.toSet());
        return objects(document.getJsonObject("components").getJsonObject("schemas"))
                .flatMap(BusDocument::withSubschemas)
                .flatMap(schema -> schema.fieldNames().stream())
                .filter(keyword -> !keywords.contains(keyword))
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
