/** The connection layer under Vert.x: decoding, framing rules, deadlines, and limits on what unread bytes occupy. */
package io.kgen.protocols.gateway.connections;
