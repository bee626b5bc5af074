/** The frames of the protocol: decoding, encoding and errors. */
package io.kgen.protocols.bridge.protocol;
