package io.kgen.protocols.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Hands {@link CallBatch} calls over as they are; they never reach a wire. */
@SuppressWarnings("rawtypes") // a codec is registered for a class
final class LocalOnlyCodec implements MessageCodec<CallBatch, CallBatch> {

    static final String NAME = "gathered";

    @Override
    public CallBatch transform(CallBatch calls) {
        return calls;
    }

    @Override
    public void encodeToWire(Buffer wire, CallBatch calls) {
        throw new UnsupportedOperationException("gathered calls stay on their event loop");
    }

    @Override
    public CallBatch decodeFromWire(int position, Buffer wire) {
        throw new UnsupportedOperationException("gathered calls stay on their event loop");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
