/** The HTTP door: a route table, one handler for each operation, and one switch from failures to answers. */
package io.kgen.protocols.gateway;
