package io.kgen.protocols.contracts.users;

import io.kgen.protocols.bus.Topic;

/** What the users module publishes. */
public final class UsersTopics {

    /** After the commit. The same link again changes nothing and publishes nothing. */
    public static final Topic<LinkedNumberChanged> LINKED_NUMBER_CHANGED =
            Topic.of("users.linked-number.changed", LinkedNumberChanged.class);

    private UsersTopics() {}
}
