package io.kgen.protocols.sandbox;

/** Where a Redis, or a sentinel, of the sandbox is. */
public record RedisAddress(String host, int port) {}
