package io.kgen.protocols.contracts.users;

/**
 * The answer to {@link UnlinkNumber}.
 *
 * @param unlinked false when there was no number to unlink
 */
public record UnlinkNumberReply(boolean unlinked) {}
