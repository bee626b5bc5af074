package io.kgen.protocols.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Topic;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas of the document match the records: in their fields, their required fields and the values they allow. */
class AsyncApiRecordsTest {

    private static final BusDocument DOCUMENT = BusDocument.LOADED;

    /** Schemas that do not describe a record. */
    private static final Set<String> OTHER_SCHEMAS =
            Set.of("Headers", "Failure", "Identifier", "Label", "Detail", "Time", "Amount", "Attributes");

    static Stream<Class<?>> records() {
        return messages().flatMap(AsyncApiRecordsTest::withParts).distinct();
    }

    static Stream<Class<? extends Record>> requests() {
        return Published.operations().stream()
                .<Class<? extends Record>>map(Operation::request)
                .distinct();
    }

    static Stream<Class<? extends Record>> messages() {
        return Stream.of(
                        requests(),
                        Published.operations().stream().<Class<? extends Record>>map(Operation::reply),
                        Published.topics().stream().<Class<? extends Record>>map(Topic::type))
                .flatMap(types -> types)
                .distinct();
    }

    @Test
    void everySchemaDescribesAPublishedRecord() {
        var published = records().map(Class::getSimpleName).collect(Collectors.toSet());
        published.addAll(OTHER_SCHEMAS);

        assertThat(DOCUMENT.schemas()).isEqualTo(published);
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordHasTheDocumentedFields(Class<?> type) {
        var properties = DOCUMENT.schema(type.getSimpleName()).getJsonObject("properties");

        assertThat(properties.fieldNames())
                .containsExactlyElementsOf(
                        fields(type).map(RecordComponent::getName).toList());
        fields(type).filter(component -> part(component) != null).forEach(component -> {
            var field = properties.getJsonObject(component.getName());
            var items = field.getJsonObject("items", field);
            assertThat(BusDocument.nameOf(items.getString("$ref")))
                    .isEqualTo(part(component).getSimpleName());
        });
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everySampleIsValidAgainstItsSchema(Class<? extends Record> type) {
        assertThat(samples(type))
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(DOCUMENT.validate(type.getSimpleName(), sample))
                        .as("%s", sample)
                        .isNull());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theRequiredFieldsAreTheFieldsThatEverySampleHas(Class<? extends Record> type) {
        var common = samples(type)
                .map(JsonObject::fieldNames)
                .map(TreeSet::new)
                .reduce((left, right) -> {
                    left.retainAll(right);
                    return left;
                })
                .orElseThrow();
        common.removeIf(field -> hasDefault(type, field));

        assertThat(required(type)).containsExactlyInAnyOrderElementsOf(common);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void documentAndServiceRejectARequestWithoutARequiredField(Class<? extends Record> type) {
        assertThat(required(type)).isNotEmpty().allSatisfy(field -> {
            var incomplete = fullest(type);
            incomplete.remove(field);
            assertRejectedByBoth(type, incomplete);
        });
    }

    @ParameterizedTest
    @MethodSource("requests")
    void documentAndServiceAcceptARequestWithoutOptionalFields(Class<? extends Record> type) {
        var minimal = fullest(type);
        minimal.fieldNames().stream()
                .filter(field -> !required(type).contains(field))
                .toList()
                .forEach(minimal::remove);

        assertThat(DOCUMENT.validate(type.getSimpleName(), minimal)).isNull();
        assertThat(Published.parse(minimal, type)).isNotNull();
    }

    static Stream<Arguments> mutants() {
        return requests().flatMap(type -> fields(type).map(component -> Arguments.of(type, component.getName())));
    }

    /** A schema cannot express every rule of a record, but the service enforces every rule that it does express. */
    @ParameterizedTest
    @MethodSource("mutants")
    void theServiceRejectsFieldsThatTheDocumentForbids(Class<? extends Record> type, String field) {
        var mutants = Mutants.ofField()
                .filter(value -> !isBatch(type, value))
                .map(value -> fullest(type).put(field, value))
                .filter(mutant -> DOCUMENT.validate(type.getSimpleName(), mutant) != null)
                .toList();

        assertThat(mutants).hasSizeGreaterThan(5).allSatisfy(mutant -> assertRejected(type, mutant));
    }

    @Test
    void e11_theServiceRejectsOnlyTheItemsThatTheDocumentForbids() {
        var good = Published.toJson(RecordEvent.class.cast(
                Samples.all().filter(RecordEvent.class::isInstance).findFirst().orElseThrow()));
        var bad = good.copy().put("eventId", "");
        var batch = new JsonObject()
                .put("events", new JsonArray().add("text").add(good).add(bad));

        assertThat(DOCUMENT.validate("RecordEvent", bad)).isNotNull();
        assertThat(RecordEvents.parse(batch).events().stream().map(BatchItem::event))
                .containsExactly(null, Published.parse(good, RecordEvent.class), null);
    }

    @Test
    void theServiceRejectsAttributesThatTheDocumentForbids() {
        assertThat(Mutants.ofAttributes())
                .allSatisfy(attributes -> assertRejectedByBoth(
                        RecordEvent.class, fullest(RecordEvent.class).put("attributes", attributes)));
    }

    @Test
    void e61_documentAndServiceAcceptAFieldOfANewerVersion() {
        assertThat(requests()).allSatisfy(type -> {
            var newer = fullest(type).put("addedLater", new JsonObject());
            assertThat(DOCUMENT.validate(type.getSimpleName(), newer)).isNull();
            assertThat(Published.parse(newer, type)).isNotNull();
        });
    }

    /** A batch is accepted as a whole, even if its items are invalid. */
    private static boolean isBatch(Class<?> type, Object value) {
        return type == RecordEvents.class && value instanceof JsonArray items && !items.isEmpty();
    }

    private static void assertRejectedByBoth(Class<? extends Record> type, JsonObject json) {
        assertThat(DOCUMENT.validate(type.getSimpleName(), json)).as("%s", json).isNotNull();
        assertRejected(type, json);
    }

    private static void assertRejected(Class<? extends Record> type, JsonObject json) {
        assertThatThrownBy(() -> Published.parse(json, type))
                .as("%s", json)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID));
    }

    private static Set<String> required(Class<?> type) {
        return DOCUMENT.schema(type.getSimpleName()).getJsonArray("required").stream()
                .map(Object::toString)
                .collect(Collectors.toSet());
    }

    private static boolean hasDefault(Class<?> type, String field) {
        return DOCUMENT.schema(type.getSimpleName())
                .getJsonObject("properties")
                .getJsonObject(field)
                .containsKey("default");
    }

    private static Stream<JsonObject> samples(Class<? extends Record> type) {
        return Samples.all().filter(type::isInstance).map(Published::toJson);
    }

    /** The sample with the most fields. */
    private static JsonObject fullest(Class<? extends Record> type) {
        return samples(type).max(Comparator.comparingInt(JsonObject::size)).orElseThrow();
    }

    /** The fields in JSON: a flattened component is replaced by its own fields. */
    private static Stream<RecordComponent> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> component.isAnnotationPresent(Flattened.class)
                        ? fields(component.getType())
                        : Stream.of(component));
    }

    /** A record and the records in its fields. */
    private static Stream<Class<?>> withParts(Class<?> type) {
        var parts = fields(type).map(AsyncApiRecordsTest::part).filter(part -> part != null && part.isRecord());
        return Stream.concat(Stream.of(type), parts);
    }

    /** The type of a field, or of the items of a list, if the document has a schema for it; otherwise null. */
    private static Class<?> part(RecordComponent component) {
        var type = component.getGenericType() instanceof ParameterizedType list
                ? (Class<?>) list.getActualTypeArguments()[0]
                : component.getType();
        // In JSON, an item is the event itself.
        var schemaType = type == BatchItem.class ? RecordEvent.class : type;
        return schemaType.isRecord() || DOCUMENT.schemas().contains(schemaType.getSimpleName()) ? schemaType : null;
    }
}
