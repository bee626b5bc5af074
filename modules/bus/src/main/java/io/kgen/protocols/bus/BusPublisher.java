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

/**
 * Tells whoever listens what has happened, in plain JSON, which needs none of our classes on any node. Best effort: nothing
 * that happened fails because nobody could be told.
 */
public final class BusPublisher {

    /** Publishes, never throws, and says whether anybody listens: false if certainly nobody does. */
    @FunctionalInterface
    public interface Publisher<T> {
        Future<Boolean> publish(T news);
    }

    private static final Logger LOG = LoggerFactory.getLogger(BusPublisher.class);

    private final EventBus bus;

    public BusPublisher(Vertx vertx) {
        this.bus = vertx.eventBus();
    }

    /** Publishes what it is given, and never throws. */
    public <T extends Record> Consumer<T> to(Topic<T> notification) {
        return news -> {
            try {
                bus.publish(notification.address(), RecordJson.toJson(news));
            } catch (RuntimeException e) {
                failed(notification.address(), e);
            }
        };
    }

    /** For what is published so often that it is not worth making when nobody listens. */
    public <T extends Record> Publisher<T> asking(Topic<T> notification) {
        var producer = bus.<JsonObject>publisher(notification.address());
        return news -> {
            try {
                return producer.write(RecordJson.toJson(news))
                        .transform((written, failure) -> Future.succeededFuture(!isUnheard(failure)));
            } catch (RuntimeException e) {
                failed(notification.address(), e);
                return Future.succeededFuture(false);
            }
        };
    }

    private static boolean isUnheard(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
    }

    private static void failed(String address, Throwable failure) {
        LOG.warn("failed to publish to {}", address, failure);
    }
}
