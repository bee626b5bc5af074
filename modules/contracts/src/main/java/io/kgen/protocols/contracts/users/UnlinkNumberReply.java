package io.kgen.protocols.contracts.users;

/**
 * The reply to {@link UnlinkNumber}.
 *
 * @param unlinked false if the player had no linked number
 */
public record UnlinkNumberReply(boolean unlinked) {}
