package io.kgen.protocols.contracts;

/**
 * The reply to {@link ErasePlayer}: all data that was stored before the request is erased.
 *
 * @param erased the number of erased rows
 */
public record ErasePlayerReply(long erased) {}
