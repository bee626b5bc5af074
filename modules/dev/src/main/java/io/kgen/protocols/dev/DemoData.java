package io.kgen.protocols.dev;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.LIST_PARTICIPATIONS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;
import static io.kgen.protocols.contracts.users.UsersOperations.LINK_NUMBER;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Two demo players, loaded over the bus as an internal service does it: the player of the documented examples, with a
 * linked number, and a player without one.
 */
record DemoData(List<LinkNumber> links, List<RecordEvent> events, List<RecordParticipation> participations) {

    private static final int ATTEMPTS = 5;

    static final PlayerId LINKED = new PlayerId("demo", "1234");
    static final PlayerId UNLINKED = new PlayerId("demo", "5678");

    static DemoData read() {
        try (var json = DemoData.class.getResourceAsStream("/demo-data.json")) {
            var data = new JsonObject(Buffer.buffer(json.readAllBytes()));
            return new DemoData(
                    requests(data.getJsonArray("links"), LINK_NUMBER),
                    requests(data.getJsonArray("events"), RECORD_EVENT),
                    requests(data.getJsonArray("participations"), RECORD_PARTICIPATION));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <Q extends Record> List<Q> requests(JsonArray bodies, Operation<Q, ?> operation) {
        return bodies.stream()
                .map(JsonObject.class::cast)
                .map(operation::parseRequest)
                .toList();
    }

    /** Loads the data once for each database, so that changes by the developer are kept. */
    Future<Void> load(BusClient bus) {
        var any = ListParticipations.builder(LINKED).limit(1).build();
        return call(bus, LIST_PARTICIPATIONS, any, ATTEMPTS)
                .compose(page -> page.participations().isEmpty() ? loadAll(bus) : Future.succeededFuture());
    }

    /** The participations of the linked player are loaded last; their presence means that all data is loaded. */
    private Future<Void> loadAll(BusClient bus) {
        return callEach(bus, LINK_NUMBER, links)
                .compose(done -> callEach(bus, RECORD_EVENT, events))
                .compose(done -> callEach(bus, RECORD_PARTICIPATION, participations));
    }

    private static <Q extends Record> Future<Void> callEach(
            BusClient bus, Operation<Q, ?> operation, List<Q> requests) {
        var done = Future.<Void>succeededFuture();
        for (var request : requests) {
            done = done.compose(
                    previous -> call(bus, operation, request, ATTEMPTS).mapEmpty());
        }
        return done;
    }

    /** The first calls of a cold JVM on a busy machine may time out. */
    private static <Q extends Record, R extends Record> Future<R> call(
            BusClient bus, Operation<Q, R> operation, Q request, int attempts) {
        return bus.call(operation, request, CallContext.root())
                .recover(failure -> attempts > 1 && isForNow(failure)
                        ? call(bus, operation, request, attempts - 1)
                        : Future.failedFuture(failure));
    }

    private static boolean isForNow(Throwable failure) {
        return ServiceException.is(failure, FailureCode.UNAVAILABLE)
                || ServiceException.is(failure, FailureCode.TIMEOUT);
    }
}
