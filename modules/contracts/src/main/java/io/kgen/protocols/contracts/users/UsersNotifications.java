package io.kgen.protocols.contracts.users;

import io.kgen.protocols.contracts.Notification;

/** What the users module publishes. */
public final class UsersNotifications {

    /** After the commit. The same link again changes nothing and publishes nothing. */
    public static final Notification<LinkedNumberChanged> LINKED_NUMBER_CHANGED =
            Notification.of("users.linked-number.changed", LinkedNumberChanged.class);

    private UsersNotifications() {}
}
