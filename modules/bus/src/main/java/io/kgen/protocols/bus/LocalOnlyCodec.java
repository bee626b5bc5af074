package io.kgen.protocols.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/** Passes a {@link CallBatch} by reference. It never reaches the wire. */
@SuppressWarnings("rawtypes") // a codec is registered for a class
final class LocalOnlyCodec implements MessageCodec<CallBatch, CallBatch> {

    static final String NAME = "call-batch";

    @Override
    public CallBatch transform(CallBatch batch) {
        return batch;
    }

    @Override
    public void encodeToWire(Buffer wire, CallBatch batch) {
        throw new UnsupportedOperationException("a batch of calls stays on its event loop");
    }

    @Override
    public CallBatch decodeFromWire(int position, Buffer wire) {
        throw new UnsupportedOperationException("a batch of calls stays on its event loop");
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
