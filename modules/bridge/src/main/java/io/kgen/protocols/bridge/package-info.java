/**
 * The bus for services in any language: TCP connections that speak the frames of {@code vertx-tcp-eventbus-bridge}.
 *
 * <p>The stock server does not respond to malformed frames, has no limits and does not authenticate its clients; so this is a
 * small server for the same protocol. A connection belongs to one event loop, and to one principal from the first frame that
 * authenticates it.
 *
 * <p>Packages: {@code access} (principals and the addresses they may use), {@code protocol} (frames), {@code limits} (memory
 * budgets), {@code connection} (the life of a client's connection).
 */
package io.kgen.protocols.bridge;
