package io.kgen.protocols.bus;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;

/** The message codecs of this module. */
final class BusCodecs {

    private BusCodecs() {}

    /** Registers the codecs with the event bus, unless they are registered already. */
    static EventBus register(Vertx vertx) {
        var bus = vertx.eventBus();
        try {
            return bus.registerCodec(new RecordCodec()).registerCodec(new LocalOnlyCodec());
        } catch (IllegalStateException alreadyRegistered) {
            return bus;
        }
    }
}
