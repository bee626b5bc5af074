package io.kgen.protocols.bus;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;

/**
 * Carries records: as themselves inside a JVM, as a JSON object between JVMs.
 *
 * <p>The receiving node gets a {@code JsonObject}, exactly as from a caller without our classes, and needs to know
 * nothing but the operation's address.
 */
public final class RecordCodec implements MessageCodec<Record, Object> {

    public static final String NAME = "record";

    /** What a record is when it arrives. */
    private static final class RemoteRecord extends JsonObject {

        RemoteRecord(JsonObject json) {
            super(json.getMap());
        }
    }

    public RecordCodec() {}

    /** The bus of this Vert.x, with our codecs known to it. */
    public static EventBus registeredOn(Vertx vertx) {
        var bus = vertx.eventBus();
        try {
            return bus.registerCodec(new RecordCodec()).registerCodec(new LocalOnlyCodec());
        } catch (IllegalStateException alreadyRegistered) {
            return bus;
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
     * Whether a body was sent as a record, be it by another node. Its sender takes a record for an answer, and should get one:
     * Vert.x' own reading of JSON makes doubles of decimals.
     */
    public static boolean isRecord(Object body) {
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
