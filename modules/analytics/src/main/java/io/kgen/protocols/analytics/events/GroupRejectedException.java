package io.kgen.protocols.analytics.events;

/** PostgreSQL rejected a group because of a value in one of its events; nothing of the group is stored. */
final class GroupRejectedException extends RuntimeException {

    GroupRejectedException(Throwable rejection) {
        super(rejection.getMessage(), rejection, false, false);
    }
}
