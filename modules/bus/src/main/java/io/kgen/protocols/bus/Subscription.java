package io.kgen.protocols.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;

/** The subscription of a listener to a topic. It ends when it is cancelled or its verticle is undeployed. */
public final class Subscription {

    private final MessageConsumer<?> consumer;

    Subscription(MessageConsumer<?> consumer) {
        this.consumer = consumer;
    }

    public Future<Void> cancel() {
        return consumer.unregister();
    }
}
