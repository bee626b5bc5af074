/** The life of a client's connection: reading, handling frames, requests in flight, subscriptions, sending. */
package io.kgen.protocols.bridge.connection;
