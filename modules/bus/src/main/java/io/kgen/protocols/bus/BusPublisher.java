package io.kgen.protocols.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes events as plain JSON, at most once. A failure to publish is logged and never fails the caller. */
public final class BusPublisher {

    /** Publishes an event, and never throws. The result is false if certainly nobody is subscribed. */
    @FunctionalInterface
    public interface ReceiptPublisher<T> {
        Future<Boolean> publish(T event);
    }

    private static final Logger LOG = LoggerFactory.getLogger(BusPublisher.class);

    private final EventBus bus;

    public BusPublisher(Vertx vertx) {
        this.bus = vertx.eventBus();
    }

    /** The result publishes an event, and never throws. */
    public <T extends Record> Consumer<T> publisher(Topic<T> topic) {
        return event -> {
            try {
                bus.publish(topic.address(), topic.toJson(event));
            } catch (RuntimeException e) {
                logFailure(topic.address(), e);
            }
        };
    }

    /** For frequent events, which need not be created while nobody is subscribed. */
    public <T extends Record> ReceiptPublisher<T> publisherWithReceipt(Topic<T> topic) {
        var producer = bus.<JsonObject>publisher(topic.address());
        return event -> {
            try {
                return producer.write(topic.toJson(event))
                        .transform((written, failure) -> Future.succeededFuture(!isWithoutSubscriber(failure)));
            } catch (RuntimeException e) {
                logFailure(topic.address(), e);
                return Future.succeededFuture(false);
            }
        };
    }

    private static boolean isWithoutSubscriber(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    }

    private static void logFailure(String address, Throwable failure) {
        LOG.warn("failed to publish to {}", address, failure);
    }
}
