/**
 * What a caller of the bus needs: operations, their records, failure codes and {@link io.kgen.protocols.contracts.BusClient}.
 *
 * <p>Inside one JVM a request travels as its record, which is immutable, so nothing is copied or parsed; between JVMs, and
 * for callers that send a {@code JsonObject}, it travels as JSON. Both say the same: {@link
 * io.kgen.protocols.contracts.Wire} is the one place where records and JSON meet.
 */
package io.kgen.protocols.contracts;
