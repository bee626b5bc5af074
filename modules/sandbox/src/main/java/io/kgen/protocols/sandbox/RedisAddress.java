package io.kgen.protocols.sandbox;

/** Address of a Redis server or a sentinel of the sandbox. */
public record RedisAddress(String host, int port) {}
