/** The bodies of successful responses as records: their names are the fields of the HTTP contract. */
package io.kgen.protocols.gateway.responses;
