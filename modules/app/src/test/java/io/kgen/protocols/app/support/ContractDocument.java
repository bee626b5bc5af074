package io.kgen.protocols.app.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.Response;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Validates requests and responses against {@code openapi.yaml}. */
public final class ContractDocument {

    public static final ContractDocument LOADED = load();

    /** Headers of HTTP and of browsers that do not belong to an operation. */
    private static final Set<String> PLUMBING =
            Set.of("date", "content-type", "content-length", "content-encoding", "connection", "allow", "vary");

    private static final Set<String> CORS_PREFIXES = Set.of("access-control-", "timing-allow-origin");

    private final OpenAPIContract contract;
    private final RequestValidator requests;
    private final ResponseValidator responses;

    private ContractDocument(Vertx vertx, OpenAPIContract contract) {
        this.contract = contract;
        this.requests = RequestValidator.create(vertx, contract);
        this.responses = ResponseValidator.create(vertx, contract);
    }

    private static ContractDocument load() {
        var vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
        return new ContractDocument(
                vertx, OpenAPIContract.from(vertx, "openapi.yaml").await());
    }

    public OpenAPIContract document() {
        return contract;
    }

    /**
     * Fails unless the document contains the response of the request, and allows the request if it was not rejected.
     */
    public void check(Request request, Answer answer) {
        if (request.method().equals("HEAD") || request.method().equals("OPTIONS")) {
            assertThat(answer.text()).as("%s answers with a body", request).isEmpty();
            return;
        }
        if (answer.status() == 404 || answer.status() == 405) {
            requireError(answer);
            return;
        }
        if (request.path().startsWith("/docs/")) {
            // The resources of the page are not in the document, only the page itself.
            return;
        }
        var operation = contract.findOperation(request.path(), HttpMethod.valueOf(request.method()));
        assertThat(operation).as("%s is served but not documented", request).isNotNull();
        requireDocumented(operation, request, answer);
        if (answer.status() < 400 || answer.status() >= 500) {
            requireValid(operation, request);
        }
    }

    /** For a response that does not belong to an operation; it has the common error shape. */
    public void requireError(Answer answer) {
        var anyOperation = contract.operation("docs");
        require(
                "the response is not a documented error:\n" + answer,
                responses.validate(validatable(400, answer), anyOperation.getOperationId()));
        requireDocumentedHeaders(anyOperation.getResponse(400), answer);
    }

    private void requireDocumented(Operation operation, Request request, Answer answer) {
        require(
                request + " is answered against the document:\n" + answer,
                responses.validate(validatable(answer.status(), answer), operation.getOperationId()));
        requireDocumentedHeaders(operation.getResponse(answer.status()), answer);
    }

    private void requireValid(Operation operation, Request request) {
        var documented =
                operation.getParameters().stream().map(Parameter::getName).collect(Collectors.toSet());
        var sent = new SentRequest(request, operation);
        assertThat(documented)
                .as("%s is accepted", request)
                .containsAll(sent.getQuery().keySet());
        require(
                request + " is accepted, and the document does not allow it",
                requests.validate(sent, operation.getOperationId()));
    }

    private static void requireDocumentedHeaders(Response response, Answer answer) {
        var documented = Stream.concat(
                        PLUMBING.stream(),
                        response.getHeaders().stream()
                                .map(header -> header.getName().toLowerCase(Locale.ROOT)))
                .toList();
        assertThat(answer.headers().keySet())
                .filteredOn(name -> CORS_PREFIXES.stream().noneMatch(name::startsWith))
                .isSubsetOf(documented);
    }

    private static ValidatableResponse validatable(int status, Answer answer) {
        var headers = answer.headers().keySet().stream().collect(Collectors.toMap(name -> name, answer::header));
        var type = answer.header("Content-Type");
        return type == null
                ? ValidatableResponse.create(status, Map.copyOf(headers))
                : ValidatableResponse.create(status, Map.copyOf(headers), answer.body(), type);
    }

    private static void require(String otherwise, Future<?> validation) {
        assertThatCode(validation::await).as(otherwise).doesNotThrowAnyException();
    }
}
