package io.kgen.protocols.users;

import io.kgen.protocols.bus.Topic;
import io.kgen.protocols.contracts.PlayerId;

/**
 * Says to the other nodes that Redis may tell yesterday's news of a player, because the fence of a change could not be
 * written. Between instances of this module only.
 *
 * @param version of the change, or {@link LinkedNumberCache#ANY_VERSION} if nobody knows whether it is committed
 */
record Unfenced(String issuer, String userId, long version) {

    static final Topic<Unfenced> NEWS = Topic.of("users.linked-number.unfenced", Unfenced.class);

    static Unfenced of(PlayerId player, long version) {
        return new Unfenced(player.issuer(), player.userId(), version);
    }

    PlayerId player() {
        return new PlayerId(issuer, userId);
    }
}
