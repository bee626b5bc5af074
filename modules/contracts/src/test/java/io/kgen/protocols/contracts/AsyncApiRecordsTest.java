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

/** The document's schemas against the records: the same fields, the same ones required, and nothing allowed that is refused. */
class AsyncApiRecordsTest {

    private static final BusDocument DOCUMENT = BusDocument.LOADED;

    /** Not records of ours: what a text, a number or a request's headers are like. */
    private static final Set<String> PARTS =
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
    void everySchemaIsOfARecordThatTravels() {
        var travelling = records().map(Class::getSimpleName).collect(Collectors.toSet());
        travelling.addAll(PARTS);

        assertThat(DOCUMENT.schemas()).isEqualTo(travelling);
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
    void everySampleKeepsItsSchema(Class<? extends Record> type) {
        assertThat(samples(type))
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(DOCUMENT.faults(type.getSimpleName(), sample))
                        .as("%s", sample)
                        .isNull());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void theRequiredFieldsAreThoseThatAreAlwaysThere(Class<? extends Record> type) {
        var always = samples(type)
                .map(JsonObject::fieldNames)
                .map(TreeSet::new)
                .reduce((some, others) -> {
                    some.retainAll(others);
                    return some;
                })
                .orElseThrow();
        always.removeIf(field -> hasDefault(type, field));

        assertThat(required(type)).containsExactlyInAnyOrderElementsOf(always);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestWithoutARequiredFieldIsInvalidByDocumentAndService(Class<? extends Record> type) {
        assertThat(required(type)).isNotEmpty().allSatisfy(field -> {
            var mutilated = fullest(type);
            mutilated.remove(field);
            assertRefusedByBoth(type, mutilated);
        });
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestWithoutAnOptionalFieldIsValidByDocumentAndService(Class<? extends Record> type) {
        var optional = fullest(type);
        optional.fieldNames().stream()
                .filter(field -> !required(type).contains(field))
                .toList()
                .forEach(optional::remove);

        assertThat(DOCUMENT.faults(type.getSimpleName(), optional)).isNull();
        assertThat(Published.parse(optional, type)).isNotNull();
    }

    static Stream<Arguments> mutants() {
        return requests().flatMap(type -> fields(type).map(component -> Arguments.of(type, component.getName())));
    }

    /** A schema cannot say all that a record requires; but what it does say, the service holds the caller to. */
    @ParameterizedTest
    @MethodSource("mutants")
    void whatTheDocumentForbidsTheServiceRefuses(Class<? extends Record> type, String field) {
        var mutants = Mutants.ofField()
                .filter(value -> !isBatch(type, value))
                .map(value -> fullest(type).put(field, value))
                .filter(mutant -> DOCUMENT.faults(type.getSimpleName(), mutant) != null)
                .toList();

        assertThat(mutants).hasSizeGreaterThan(5).allSatisfy(mutant -> assertRefused(type, mutant));
    }

    @Test
    void e11_anItemThatTheDocumentForbidsTheServiceRefusesAlone() {
        var good = Published.toJson(RecordEvent.class.cast(
                Samples.all().filter(RecordEvent.class::isInstance).findFirst().orElseThrow()));
        var bad = good.copy().put("eventId", "");
        var batch = new JsonObject()
                .put("events", new JsonArray().add("text").add(good).add(bad));

        assertThat(DOCUMENT.faults("RecordEvent", bad)).isNotNull();
        assertThat(RecordEvents.parse(batch).events().stream().map(BatchItem::event))
                .containsExactly(null, Published.parse(good, RecordEvent.class), null);
    }

    @Test
    void whatTheDocumentForbidsOfAttributesTheServiceRefuses() {
        assertThat(Mutants.ofAttributes())
                .allSatisfy(attributes -> assertRefusedByBoth(
                        RecordEvent.class, fullest(RecordEvent.class).put("attributes", attributes)));
    }

    @Test
    void e61_aFieldOfANewerVersionIsAllowedByDocumentAndService() {
        assertThat(requests()).allSatisfy(type -> {
            var newer = fullest(type).put("addedLater", new JsonObject());
            assertThat(DOCUMENT.faults(type.getSimpleName(), newer)).isNull();
            assertThat(Published.parse(newer, type)).isNotNull();
        });
    }

    /** Whatever its items are, it is not refused as a whole. */
    private static boolean isBatch(Class<?> type, Object value) {
        return type == RecordEvents.class && value instanceof JsonArray items && !items.isEmpty();
    }

    private static void assertRefusedByBoth(Class<? extends Record> type, JsonObject json) {
        assertThat(DOCUMENT.faults(type.getSimpleName(), json)).as("%s", json).isNotNull();
        assertRefused(type, json);
    }

    private static void assertRefused(Class<? extends Record> type, JsonObject json) {
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

    /** The sample with everything in it. */
    private static JsonObject fullest(Class<? extends Record> type) {
        return samples(type).max(Comparator.comparingInt(JsonObject::size)).orElseThrow();
    }

    /** The fields on the wire: those of a flattened component stand in its place. */
    private static Stream<RecordComponent> fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(component -> component.isAnnotationPresent(Flattened.class)
                        ? fields(component.getType())
                        : Stream.of(component));
    }

    /** A record and those that it holds. */
    private static Stream<Class<?>> withParts(Class<?> type) {
        var parts = fields(type).map(AsyncApiRecordsTest::part).filter(part -> part != null && part.isRecord());
        return Stream.concat(Stream.of(type), parts);
    }

    /** What a field holds one or several of, if the document has a name for it. */
    private static Class<?> part(RecordComponent component) {
        var held = component.getGenericType() instanceof ParameterizedType list
                ? (Class<?>) list.getActualTypeArguments()[0]
                : component.getType();
        // On the wire, an item is just the event.
        var named = held == BatchItem.class ? RecordEvent.class : held;
        return named.isRecord() || DOCUMENT.schemas().contains(named.getSimpleName()) ? named : null;
    }
}
