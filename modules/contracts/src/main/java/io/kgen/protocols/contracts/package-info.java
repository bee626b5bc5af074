/** The records, operations and topics of the modules users, analytics and kstore. */
package io.kgen.protocols.contracts;
