/**
 * The bus for services in any language: TCP connections that speak the frames of {@code vertx-tcp-eventbus-bridge}.
 *
 * <p>The stock server falls silent on what is malformed, has no limits and asks nobody who they are; so this is a small server of
 * the same format. A connection belongs to one event loop, and to one principal from the first frame that proves it.
 */
package io.kgen.protocols.bridge;
