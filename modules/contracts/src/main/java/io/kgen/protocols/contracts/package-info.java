/** The records, operations and topics of the three modules that serve. */
package io.kgen.protocols.contracts;
