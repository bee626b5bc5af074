/**
 * The Vert.x event bus as typed operations and topics: {@link io.kgen.protocols.bus.Operation}, {@link
 * io.kgen.protocols.bus.Topic}, {@link io.kgen.protocols.bus.BusClient} and {@link io.kgen.protocols.bus.BusServer}.
 *
 * <p>Inside one JVM a request travels as its record, which is immutable, so it is neither copied nor parsed. Between JVMs,
 * and for callers that send a {@code JsonObject}, it travels as JSON. A call goes by one of two transports: within the event
 * loop of the caller, or by a message of its own.
 */
package io.kgen.protocols.bus;
