package io.kgen.protocols.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.Topic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document lists the same operations and notifications as the code. */
class AsyncApiTest {

    private static final BusDocument DOCUMENT = BusDocument.LOADED;

    static List<Operation<?, ?>> operations() {
        return Published.operations();
    }

    static List<Topic<?>> notifications() {
        return Published.topics();
    }

    @Test
    void theDocumentedAddressesMatchTheOperationsAndTopics() {
        var served = operations().stream().map(Operation::address).toList();
        var published = notifications().stream().map(Topic::address).toList();

        assertThat(DOCUMENT.operations("receive").keySet()).containsExactlyInAnyOrderElementsOf(served);
        assertThat(DOCUMENT.operations("send").keySet()).containsExactlyInAnyOrderElementsOf(published);
        assertThat(DOCUMENT.addresses())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(served, published).flatMap(Collection::stream).toList());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theRequestAndReplyOfAnOperationMatchTheDocument(Operation<?, ?> operation) {
        var documented = DOCUMENT.operations("receive").get(operation.address());

        assertThat(DOCUMENT.payloads(documented.getJsonArray("messages")))
                .containsExactly(operation.request().getSimpleName());
        assertThat(DOCUMENT.payloads(documented.getJsonObject("reply").getJsonArray("messages")))
                .containsExactly(operation.reply().getSimpleName(), "Failure");
    }

    @ParameterizedTest
    @MethodSource("notifications")
    void thePayloadOfANotificationMatchesTheDocument(Topic<?> notification) {
        var documented = DOCUMENT.operations("send").get(notification.address());

        assertThat(DOCUMENT.payloads(documented.getJsonArray("messages")))
                .containsExactly(notification.type().getSimpleName());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyDocumentedFailureCodeOfAnOperationExists(Operation<?, ?> operation) {
        var documented = DOCUMENT.operations("receive").get(operation.address()).getJsonArray("x-failures");

        assertThat(documented.stream().map(Object::toString))
                .isSubsetOf(publicCodes().map(FailureCode::name).toList())
                .contains("INVALID", "INTERNAL");
    }

    @Test
    void theDocumentedFailureCodesMatchTheCode() {
        var failure = DOCUMENT.schema("Failure");
        var numbers =
                failure.getJsonObject("properties").getJsonObject("failureCode").getJsonArray("enum");
        var named = publicCodes().map(code -> code.number() + " `" + code + "`").collect(Collectors.joining(", "));

        assertThat(numbers)
                .isEqualTo(new JsonArray(publicCodes().map(FailureCode::number).toList()));
        assertThat(failure.getString("description")).startsWith(named + ".");
    }

    @Test
    void theDocumentedHeadersMatchTheCode() {
        assertThat(DOCUMENT.schema("Headers").getJsonObject("properties").fieldNames())
                .containsExactlyInAnyOrder(
                        CallContext.REQUEST_ID, CallContext.TRACEPARENT, CallContext.CALLER, CallContext.TIMEOUT);
        // The values have the form that BusHeadersTest asserts.
        var json = new JsonObject()
                .put(CallContext.REQUEST_ID, "request")
                .put(CallContext.TRACEPARENT, "00-trace-span-01")
                .put(CallContext.CALLER, "service:tournament")
                .put(CallContext.TIMEOUT, "2000");

        assertThat(DOCUMENT.validate("Headers", json)).isNull();
    }

    /** In a YAML flow mapping, an unquoted comma ends the text, and the rest of it becomes a key without a value. */
    @Test
    void noTextIsTruncatedAtAComma() {
        assertThat(DOCUMENT.keysWithoutAValue()).containsExactly("/channels/replies/address");
    }

    @Test
    void everySchemaHasOnlyKeywordsOfJsonSchema() {
        assertThat(DOCUMENT.unknownKeywords()).isEmpty();
    }

    private static Stream<FailureCode> publicCodes() {
        return Stream.of(FailureCode.values()).filter(code -> code.number() > 0);
    }
}
