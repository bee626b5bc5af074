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
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A server and a client on the same event bus. */
class BusServerTest {

    record Question(String text, Integer number) {}

    record Answer(String text) {}

    /** A record that cannot be serialized as JSON. */
    record Unserializable(Object itself) {

        Unserializable() {
            this(new Object());
        }
    }

    private static Vertx vertx;

    private final Operation<Question, Answer> operation =
            Operation.of(UUID.randomUUID().toString(), Question.class, Answer.class);
    private final BusServer server = new BusServer(vertx);
    private final BusClient client = new BusClient(vertx);

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        result(vertx.close());
    }

    @AfterEach
    void close() {
        result(server.close());
    }

    @Test
    void repliesToARecordWithARecord() {
        serve((question, call) -> Future.succeededFuture(new Answer(question.text())));
        assertThat(call(new Question("hello", 1))).isEqualTo(new Answer("hello"));
    }

    @Test
    void repliesToJsonWithJson() {
        serve((question, call) -> Future.succeededFuture(new Answer(question.text() + question.number())));
        assertThat(callWithJson(new JsonObject().put("text", "hello").put("number", 1)))
                .isEqualTo(new JsonObject().put("text", "hello1"));
    }

    static Stream<BusServer.Handler<Question, Answer>> failingHandlers() {
        return Stream.of(
                (question, call) -> {
                    throw new IllegalStateException("private");
                },
                (question, call) -> {
                    throw new StackOverflowError("private");
                },
                (question, call) -> Future.failedFuture(new IllegalStateException("private")),
                (question, call) -> Future.failedFuture("private"),
                (question, call) -> null,
                (question, call) -> Future.succeededFuture());
    }

    @ParameterizedTest
    @MethodSource("failingHandlers")
    void e60_aFailingHandlerCausesAReplyWithoutDetails(BusServer.Handler<Question, Answer> handler) {
        serve(handler);
        var failure = failure(new Question("hello", 1));
        assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL);
        assertThat(failure).hasMessage("internal error");
        var fromJson = jsonFailure(new JsonObject());
        assertThat(fromJson.failureCode()).isEqualTo(500);
        assertThat(fromJson).hasMessage("internal error");
    }

    @Test
    void e60_aReplyThatCannotBeSerializedAsJsonIsAFailure() {
        var unserializable = Operation.of(operation.address(), Question.class, Unserializable.class);
        server.serve(unserializable, question -> Future.succeededFuture(new Unserializable()));
        result(server.started());

        var failure = jsonFailure(new JsonObject());

        assertThat(failure.failureType()).isEqualTo(ReplyFailure.RECIPIENT_FAILURE);
        assertThat(failure.failureCode()).isEqualTo(500);
    }

    @Test
    void e60_aReplyOfAnotherTypeFailsTheCall() {
        var other = Operation.of(operation.address(), Question.class, Question.class);
        server.serve(other, Future::succeededFuture);
        result(server.started());
        assertThat(failure(new Question("hello", 1)).code()).isEqualTo(FailureCode.INTERNAL);
    }

    @Test
    void e60_aCallWithoutAHandlerFails() {
        var failure = failure(new Question("hello", 1));
        assertThat(failure.code()).isEqualTo(FailureCode.NO_HANDLERS);
    }

    @Test
    void e60_aClosedServerDoesNotAcceptCalls() {
        serve((question, call) -> Future.succeededFuture(new Answer("")));
        result(server.close());
        assertThat(failure(new Question("hello", 1)).code()).isEqualTo(FailureCode.NO_HANDLERS);
    }

    @Test
    void e60_aCallWithoutAReplyFailsAfterTheTimeoutOfTheOperation() {
        serve((question, call) -> Promise.<Answer>promise().future());
        var start = System.nanoTime();

        var failure =
                failure(operation.withTimeout(Duration.ofMillis(200)), new Question("hello", 1), CallContext.root());

        assertThat(failure.code()).isEqualTo(FailureCode.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(190), Duration.ofMillis(1_900));
    }

    @Test
    void e60_anEarlierDeadlineOfTheCallOverridesTheTimeoutOfTheOperation() {
        serve((question, call) -> Promise.<Answer>promise().future());
        var slowOperation = operation.withTimeout(Duration.ofMinutes(1));
        assertThat(failure(slowOperation, new Question("hello", 1), withDeadlineIn(200))
                        .code())
                .isEqualTo(FailureCode.TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCode.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NO_HANDLERS", "TIMEOUT"})
    void aServiceExceptionReachesTheCallerUnchanged(FailureCode code) {
        serve((question, call) -> Future.failedFuture(new ServiceException(code, "a public sentence")));
        var failure = failure(new Question("hello", 1));
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessage("a public sentence");
        assertThat(jsonFailure(new JsonObject()).failureCode()).isEqualTo(code.number());
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCode.class,
            names = {"NO_HANDLERS", "TIMEOUT"})
    void aHandlerWhoseOwnCallHadNoReplyIsUnavailable(FailureCode code) {
        serve((question, call) -> Future.failedFuture(new ServiceException(code, "no reply")));
        assertThat(failure(new Question("hello", 1)).code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void rejectsABodyOfTheWrongTypeAndNamesTheField() {
        serve((question, call) -> Future.succeededFuture(new Answer("")));
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
        serve((question, call) -> Future.succeededFuture(new Answer("")));
        assertThat(jsonFailure(body).failureCode()).isEqualTo(400);
    }

    @Test
    void rejectsAMissingBody() {
        serve((question, call) -> Future.succeededFuture(new Answer("")));
        assertThat(jsonFailure(null).failureCode()).isEqualTo(400);
    }

    @Test
    void repliesToACallWithAnInvalidTimeoutHeader() {
        serve((question, call) -> Future.succeededFuture(new Answer("")));
        var options = new DeliveryOptions().addHeader("timeout-ms", Long.toString(Long.MAX_VALUE));
        assertThat(result(vertx.eventBus().request(operation.address(), new JsonObject(), options))
                        .body())
                .isEqualTo(new JsonObject().put("text", ""));
    }

    @Test
    void aNestedCallKeepsTheCallContextAndTheDeadline() {
        var inner = Operation.of(operation.address() + ".inner", Question.class, Answer.class);
        server.serve(
                inner,
                (question, call) -> Future.succeededFuture(
                        new Answer(call.requestId() + " " + call.traceparent() + " " + call.remainingMillis())));
        serve((question, call) -> client.call(inner, question, call));

        var call = new CallContext("request-1", "trace-1", withDeadlineIn(900).deadline());
        var answer = result(client.call(operation, new Question("hello", 1), call))
                .text()
                .split(" ");

        assertThat(answer).startsWith("request-1", "trace-1");
        assertThat(Long.parseLong(answer[2])).isPositive().isLessThanOrEqualTo(900);
    }

    private void serve(BusServer.Handler<Question, Answer> handler) {
        server.serve(operation, handler);
        result(server.started());
    }

    private Answer call(Question question) {
        return result(client.call(operation, question, CallContext.root()));
    }

    private Object callWithJson(Object body) {
        return result(vertx.eventBus().request(operation.address(), body)).body();
    }

    private ServiceException failure(Question question) {
        return failure(operation, question, CallContext.root());
    }

    private ServiceException failure(Operation<Question, Answer> operation, Question question, CallContext call) {
        return catchThrowableOfType(ServiceException.class, () -> result(client.call(operation, question, call)));
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
