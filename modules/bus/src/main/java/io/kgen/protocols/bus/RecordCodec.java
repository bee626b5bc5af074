package io.kgen.protocols.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;

/**
 * Carries records: by reference inside a JVM, as JSON between JVMs. The receiver in another JVM gets a {@code JsonObject}, as
 * from a caller without the classes of the contract.
 */
final class RecordCodec implements MessageCodec<Record, Object> {

    static final String NAME = "record";

    /** A record that arrived from another JVM. */
    private static final class RemoteRecord extends JsonObject {

        RemoteRecord(JsonObject json) {
            super(json.getMap());
        }
    }

    @Override
    public void encodeToWire(Buffer wire, Record body) {
        var json = RecordJson.toBuffer(body);
        wire.appendInt(json.length()).appendBuffer(json);
    }

    @Override
    public Object decodeFromWire(int position, Buffer wire) {
        var start = position + Integer.BYTES;
        return new RemoteRecord(RecordJson.toJson(wire.slice(start, start + wire.getInt(position))));
    }

    /**
     * Whether a body was sent as a record, possibly by another node. Its sender accepts a record as the reply, and should get
     * one, because the JSON parser of Vert.x converts decimals to doubles.
     */
    static boolean isRecord(Object body) {
        return body instanceof Record || body instanceof RemoteRecord;
    }

    @Override
    public Object transform(Record body) {
        return body;
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
