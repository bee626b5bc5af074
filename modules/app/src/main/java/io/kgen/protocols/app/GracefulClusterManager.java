package io.kgen.protocols.app;

import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Membership by Hazelcast, of a node that decides when the others may ask it. It registers what it serves once it is ready
 * for them. When it is about to leave, it first takes that back: its consumers go on, and answer those who have not heard
 * of it yet. A bus that just unregisters them drops such messages without a word.
 */
final class GracefulClusterManager extends HazelcastClusterManager {

    private record Registration(String address, RegistrationInfo where) {}

    private final Set<Registration> known = new HashSet<>();
    private boolean announced;

    GracefulClusterManager(Config config) {
        super(config);
    }

    @Override
    public void addRegistration(String address, RegistrationInfo where, Completable<Void> added) {
        if (where.localOnly() || isForNow(new Registration(address, where))) {
            super.addRegistration(address, where, added);
        } else {
            added.succeed();
        }
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo where, Completable<Void> removed) {
        forget(new Registration(address, where));
        super.removeRegistration(address, where, removed);
    }

    /** From then on, the others may ask this node for all that it serves. */
    Future<Void> announce() {
        return forEach(announced(), super::addRegistration);
    }

    /** Succeeds when the cluster's registry no longer names this node; the others hear of it a moment later. */
    Future<Void> withdraw() {
        return forEach(known(), super::removeRegistration);
    }

    // Locks of its own, because Hazelcast's threads hold the object's while they wait for the cluster.

    private boolean isForNow(Registration registration) {
        synchronized (known) {
            known.add(registration);
            return announced;
        }
    }

    private void forget(Registration registration) {
        synchronized (known) {
            known.remove(registration);
        }
    }

    private List<Registration> announced() {
        synchronized (known) {
            announced = true;
            return List.copyOf(known);
        }
    }

    private List<Registration> known() {
        synchronized (known) {
            return List.copyOf(known);
        }
    }

    /** Takes a registration to the registry, or out of it. */
    private interface Step {
        void take(String address, RegistrationInfo where, Completable<Void> taken);
    }

    private static Future<Void> forEach(List<Registration> registrations, Step step) {
        return Future.join(registrations.stream()
                        .map(registration -> {
                            var taken = Promise.<Void>promise();
                            step.take(registration.address(), registration.where(), taken);
                            return taken.future();
                        })
                        .toList())
                .mapEmpty();
    }
}
