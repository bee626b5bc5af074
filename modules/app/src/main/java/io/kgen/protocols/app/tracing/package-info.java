/** Traces by OpenTelemetry. */
package io.kgen.protocols.app.tracing;
