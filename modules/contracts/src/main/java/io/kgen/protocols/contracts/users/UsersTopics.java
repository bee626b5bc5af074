package io.kgen.protocols.contracts.users;

import io.kgen.protocols.bus.Topic;

/** The topics of the users module. */
public final class UsersTopics {

    /** Published after the commit. The same link again changes nothing and publishes nothing. */
    public static final Topic<LinkedNumberChanged> LINKED_NUMBER_CHANGED =
            Topic.of("users.linked-number.changed", LinkedNumberChanged.class);

    private UsersTopics() {}
}
