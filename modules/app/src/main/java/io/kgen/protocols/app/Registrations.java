package io.kgen.protocols.app;

import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Membership by Hazelcast, of which a node that is about to leave can take back beforehand who is served here: its consumers
 * go on, and answer those who have not heard of it yet. A bus that just unregisters them drops such messages without a word.
 */
final class Registrations extends HazelcastClusterManager {

    private record Registration(String address, RegistrationInfo where) {}

    private final Set<Registration> known = ConcurrentHashMap.newKeySet();

    Registrations(Config config) {
        super(config);
    }

    @Override
    public void addRegistration(String address, RegistrationInfo where, Completable<Void> added) {
        if (!where.localOnly()) {
            known.add(new Registration(address, where));
        }
        super.addRegistration(address, where, added);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo where, Completable<Void> removed) {
        known.remove(new Registration(address, where));
        super.removeRegistration(address, where, removed);
    }

    /** Succeeds when the cluster's registry no longer names this node; the others hear of it a moment later. */
    Future<Void> withdraw() {
        return Future.join(known.stream().map(this::withdraw).toList()).mapEmpty();
    }

    private Future<Void> withdraw(Registration registration) {
        var removed = Promise.<Void>promise();
        super.removeRegistration(registration.address(), registration.where(), removed);
        return removed.future();
    }
}
