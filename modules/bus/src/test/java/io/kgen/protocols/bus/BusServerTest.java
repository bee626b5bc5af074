package io.kgen.protocols.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A server and a client on the same event bus. */
@ExtendWith(VertxExtension.class)
class BusServerTest {

    record Request(String text, Integer number) {}

    record Reply(String text) {}

    /** A record that cannot be serialized as JSON. */
    record Unserializable(Object itself) {

        Unserializable() {
            this(new Object());
        }
    }

    private final Operation<Request, Reply> operation =
            Operation.of(UUID.randomUUID().toString(), Request.class, Reply.class);
    private Vertx vertx;
    private BusServer server;
    private BusClient client;

    @BeforeEach
    void open(Vertx vertx) {
        this.vertx = vertx;
        server = new BusServer(vertx);
        client = new BusClient(vertx);
    }

    @AfterEach
    void close() {
        result(server.close());
    }

    @Test
    void repliesToARecordWithARecord() {
        serve((request, call) -> Future.succeededFuture(new Reply(request.text())));
        assertThat(call(new Request("hello", 1))).isEqualTo(new Reply("hello"));
    }

    @Test
    void repliesToJsonWithJson() {
        serve((request, call) -> Future.succeededFuture(new Reply(request.text() + request.number())));
        assertThat(callWithJson(new JsonObject().put("text", "hello").put("number", 1)))
                .isEqualTo(new JsonObject().put("text", "hello1"));
    }

    static Stream<BusServer.Handler<Request, Reply>> failingHandlers() {
        return Stream.of(
                (request, call) -> {
                    throw new IllegalStateException("private");
                },
                (request, call) -> {
                    throw new StackOverflowError("private");
                },
                (request, call) -> Future.failedFuture(new IllegalStateException("private")),
                (request, call) -> Future.failedFuture("private"),
                (request, call) -> null,
                (request, call) -> Future.succeededFuture());
    }

    @ParameterizedTest
    @MethodSource("failingHandlers")
    void e60_aFailingHandlerCausesAReplyWithoutDetails(BusServer.Handler<Request, Reply> handler) {
        serve(handler);
        var failure = failure(new Request("hello", 1));
        assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL);
        assertThat(failure).hasMessage("internal error");
        var fromJson = jsonFailure(new JsonObject());
        assertThat(fromJson.failureCode()).isEqualTo(500);
        assertThat(fromJson).hasMessage("internal error");
    }

    @Test
    void e60_aReplyThatCannotBeSerializedAsJsonIsAFailure() {
        var unserializable = Operation.of(operation.address(), Request.class, Unserializable.class);
        server.serve(unserializable, request -> Future.succeededFuture(new Unserializable()));
        result(server.started());

        var failure = jsonFailure(new JsonObject());

        assertThat(failure.failureType()).isEqualTo(ReplyFailure.RECIPIENT_FAILURE);
        assertThat(failure.failureCode()).isEqualTo(500);
    }

    @Test
    void e60_aReplyOfAnotherTypeFailsTheCall() {
        var other = Operation.of(operation.address(), Request.class, Request.class);
        server.serve(other, Future::succeededFuture);
        result(server.started());
        assertThat(failure(new Request("hello", 1)).code()).isEqualTo(FailureCode.INTERNAL);
    }

    @Test
    void e60_aCallWithoutAHandlerFails() {
        var failure = failure(new Request("hello", 1));
        assertThat(failure.code()).isEqualTo(FailureCode.NO_HANDLERS);
    }

    @Test
    void e60_aClosedServerDoesNotAcceptCalls() {
        serve((request, call) -> Future.succeededFuture(new Reply("")));
        result(server.close());
        assertThat(failure(new Request("hello", 1)).code()).isEqualTo(FailureCode.NO_HANDLERS);
    }

    @Test
    void e60_aCallWithoutAReplyFailsAfterTheTimeoutOfTheOperation() {
        serve((request, call) -> Promise.<Reply>promise().future());
        var start = System.nanoTime();

        var failure =
                failure(operation.withTimeout(Duration.ofMillis(200)), new Request("hello", 1), CallContext.root());

        assertThat(failure.code()).isEqualTo(FailureCode.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(190), Duration.ofMillis(1_900));
    }

    @Test
    void e60_anEarlierDeadlineOfTheCallOverridesTheTimeoutOfTheOperation() {
        serve((request, call) -> Promise.<Reply>promise().future());
        var slowOperation = operation.withTimeout(Duration.ofMinutes(1));
        assertThat(failure(slowOperation, new Request("hello", 1), withDeadlineIn(200))
                        .code())
                .isEqualTo(FailureCode.TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCode.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NO_HANDLERS", "TIMEOUT"})
    void aServiceExceptionReachesTheCallerUnchanged(FailureCode code) {
        serve((request, call) -> Future.failedFuture(new ServiceException(code, "a public sentence")));
        var failure = failure(new Request("hello", 1));
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessage("a public sentence");
        assertThat(jsonFailure(new JsonObject()).failureCode()).isEqualTo(code.number());
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCode.class,
            names = {"NO_HANDLERS", "TIMEOUT"})
    void aHandlerWhoseOwnCallHadNoReplyIsUnavailable(FailureCode code) {
        serve((request, call) -> Future.failedFuture(new ServiceException(code, "no reply")));
        assertThat(failure(new Request("hello", 1)).code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void rejectsABodyOfTheWrongTypeAndNamesTheField() {
        serve((request, call) -> Future.succeededFuture(new Reply("")));
        var failure = jsonFailure(new JsonObject().put("number", "one"));
        assertThat(failure.failureCode()).isEqualTo(400);
        assertThat(failure).hasMessage("number must be a 32-bit integer");
    }

    static Stream<Object> bodiesOfOtherTypes() {
        return Stream.of("text", 1, new JsonArray());
    }

    @ParameterizedTest
    @MethodSource("bodiesOfOtherTypes")
    void rejectsABodyThatIsNotAnObject(Object body) {
        serve((request, call) -> Future.succeededFuture(new Reply("")));
        assertThat(jsonFailure(body).failureCode()).isEqualTo(400);
    }

    @Test
    void rejectsAMissingBody() {
        serve((request, call) -> Future.succeededFuture(new Reply("")));
        assertThat(jsonFailure(null).failureCode()).isEqualTo(400);
    }

    @Test
    void repliesToACallWithAnInvalidTimeoutHeader() {
        serve((request, call) -> Future.succeededFuture(new Reply("")));
        var options = new DeliveryOptions().addHeader("timeout-ms", Long.toString(Long.MAX_VALUE));
        assertThat(result(vertx.eventBus().request(operation.address(), new JsonObject(), options))
                        .body())
                .isEqualTo(new JsonObject().put("text", ""));
    }

    @Test
    void aNestedCallKeepsTheCallContextAndTheDeadline() {
        var inner = Operation.of(operation.address() + ".inner", Request.class, Reply.class);
        server.serve(
                inner,
                (request, call) -> Future.succeededFuture(
                        new Reply(call.requestId() + " " + call.traceparent() + " " + call.remainingMillis())));
        serve((request, call) -> client.call(inner, request, call));

        var call = new CallContext("request-1", "trace-1", withDeadlineIn(900).deadline());
        var reply = result(client.call(operation, new Request("hello", 1), call))
                .text()
                .split(" ");

        assertThat(reply).startsWith("request-1", "trace-1");
        assertThat(Long.parseLong(reply[2])).isPositive().isLessThanOrEqualTo(900);
    }

    private void serve(BusServer.Handler<Request, Reply> handler) {
        server.serve(operation, handler);
        result(server.started());
    }

    private Reply call(Request request) {
        return result(client.call(operation, request, CallContext.root()));
    }

    private Object callWithJson(Object body) {
        return result(vertx.eventBus().request(operation.address(), body)).body();
    }

    private ServiceException failure(Request request) {
        return failure(operation, request, CallContext.root());
    }

    private ServiceException failure(Operation<Request, Reply> operation, Request request, CallContext call) {
        return catchThrowableOfType(ServiceException.class, () -> result(client.call(operation, request, call)));
    }

    private ReplyException jsonFailure(Object body) {
        return catchThrowableOfType(ReplyException.class, () -> callWithJson(body));
    }

    private static CallContext withDeadlineIn(long millis) {
        return new CallContext(
                "request", null, System.nanoTime() + Duration.ofMillis(millis).toNanos());
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.await(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no result within 10 s", e);
        }
    }
}
