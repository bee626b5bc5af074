/** The operations: what they take from a request, and what they put into a response. */
package io.kgen.protocols.gateway.operations;
