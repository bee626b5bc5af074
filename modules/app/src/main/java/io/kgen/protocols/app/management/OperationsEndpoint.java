package io.kgen.protocols.app.management;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.Caller;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.kstore.KStoreOperations;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.platform.AuditEntry;
import io.kgen.protocols.platform.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calls an operation of the bus for an operator: the request record is the body, the reply record is the response. The call
 * goes the way of every other call, so that rules, notifications and invalidations are the same.
 */
public final class OperationsEndpoint implements Endpoint {

    /** Those of the published bus contract, by address. */
    private static final Map<String, Operation<?, ?>> OPERATIONS = Stream.of(
                    UsersOperations.ALL, AnalyticsOperations.ALL, KStoreOperations.ALL)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(Operation::address, Function.identity()));

    private static final int MAX_TIMEOUT_MILLIS = (int) Duration.ofMinutes(10).toMillis();

    /** The header with the reason of the operator for the audit log. */
    private static final String REASON = "audit-reason";

    private static final int MAX_REASON_LENGTH = 500;

    private final Vertx node;
    private final AuditTrail audit;

    /** @param node the Vert.x of the bus, which is not that of the management listener */
    public OperationsEndpoint(Vertx node, AuditTrail audit) {
        this.node = node;
        this.audit = audit;
    }

    @Override
    public Future<Reply> handle(Request request) {
        var operation = OPERATIONS.get(request.parameter());
        return operation == null
                ? Future.failedFuture(new ServiceException(
                        FailureCode.NOT_FOUND, "there is no operation " + request.parameter() + " in the bus contract"))
                : call(operation, request);
    }

    private <Q extends Record, R extends Record> Future<Reply> call(Operation<Q, R> operation, Request request) {
        var body = operation.parseRequest(request.json());
        var context = CallContext.of(request.id(), request.headers().get(CallContext.TRACEPARENT), Caller.OPERATOR);
        var deadline = System.nanoTime() + timeout(operation, request).toNanos();
        audit.record(entry(operation, request));
        var reply = Promise.<R>promise();
        node.runOnContext(turn -> new BusClient(node)
                .call(operation, body, context.noLaterThan(deadline))
                .onComplete(reply));
        return reply.future().map(record -> Reply.json(operation.replyToJson(record)));
    }

    /** Also of a call that only reads, because it reads the data of a player. What it changes has an entry of its own. */
    private static AuditEntry entry(Operation<?, ?> operation, Request request) {
        var details = new HashMap<>(Map.of("operation", operation.address(), "address", request.client()));
        var reason = request.headers().get(REASON);
        if (reason != null) {
            if (reason.length() > MAX_REASON_LENGTH) {
                throw ServiceException.invalid(REASON, "must not be longer than " + MAX_REASON_LENGTH + " characters");
            }
            details.put("reason", reason);
        }
        return new AuditEntry(AuditTrail.OPERATOR, AuditTrail.OPERATION, request.id(), details);
    }

    /** The timeout of the operation, or the shorter one of the header {@code timeout-ms}. */
    private static Duration timeout(Operation<?, ?> operation, Request request) {
        var header = request.headers().get(CallContext.TIMEOUT);
        if (header == null) {
            return operation.timeout();
        }
        try {
            var millis = Integer.parseInt(header);
            if (millis > 0 && millis <= MAX_TIMEOUT_MILLIS) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            // The failure states the rule, not the message of the parser.
        }
        throw ServiceException.invalid(CallContext.TIMEOUT, "must be a number from 1 to " + MAX_TIMEOUT_MILLIS);
    }
}
