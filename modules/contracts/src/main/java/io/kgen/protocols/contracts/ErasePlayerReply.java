package io.kgen.protocols.contracts;

/**
 * The answer to {@link ErasePlayer}: nothing is left of what was there when it was asked.
 *
 * @param erased how many rows that was
 */
public record ErasePlayerReply(long erased) {}
