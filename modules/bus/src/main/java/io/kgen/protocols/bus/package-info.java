/**
 * The Vert.x event bus as typed operations and topics: {@link io.kgen.protocols.bus.Operation}, {@link
 * io.kgen.protocols.bus.Topic}, {@link io.kgen.protocols.bus.BusClient} and {@link io.kgen.protocols.bus.BusServer}.
 *
 * <p>Inside one JVM a request travels as its record, which is immutable, so nothing is copied or parsed. Between JVMs, and
 * for callers that send a {@code JsonObject}, it travels as JSON. {@link io.kgen.protocols.bus.RecordJson} is the only place
 * that converts records to JSON and back.
 */
package io.kgen.protocols.bus;
