package io.kgen.protocols.analytics.events;

/** A group was refused for what one of its events holds; nothing of it is stored. */
final class GroupRejectedException extends RuntimeException {

    GroupRejectedException(Throwable refusal) {
        super(refusal.getMessage(), refusal, false, false);
    }
}
