/** Request bodies: media type, encoding, and the share of the heap that they may occupy. */
package io.kgen.protocols.gateway.bodies;
