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
 * Delays the registration of this node's consumers until it is ready, and deregisters them before it stops. The consumers
 * stay open in between, because other nodes may still send messages until they learn of it; a bus that just unregisters its
 * consumers drops such messages silently.
 */
final class GracefulClusterManager extends HazelcastClusterManager {

    private record Registration(String address, RegistrationInfo where) {}

    private final Set<Registration> registrations = new HashSet<>();
    private boolean isRegistered;

    GracefulClusterManager(Config config) {
        super(config);
    }

    @Override
    public void addRegistration(String address, RegistrationInfo where, Completable<Void> added) {
        if (where.localOnly() || addAndCheck(new Registration(address, where))) {
            super.addRegistration(address, where, added);
        } else {
            added.succeed();
        }
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo where, Completable<Void> removed) {
        remove(new Registration(address, where));
        super.removeRegistration(address, where, removed);
    }

    /** Adds all consumers of this node to the cluster's registry, now and from now on. */
    Future<Void> register() {
        return forEach(startRegistering(), super::addRegistration);
    }

    /** Succeeds when the cluster's registry no longer has this node; the other nodes learn of it a moment later. */
    Future<Void> deregister() {
        return forEach(registrations(), super::removeRegistration);
    }

    // Locked by the set, because Hazelcast's threads hold the lock of this object while they wait for the cluster.

    private boolean addAndCheck(Registration registration) {
        synchronized (registrations) {
            registrations.add(registration);
            return isRegistered;
        }
    }

    private void remove(Registration registration) {
        synchronized (registrations) {
            registrations.remove(registration);
        }
    }

    private List<Registration> startRegistering() {
        synchronized (registrations) {
            isRegistered = true;
            return List.copyOf(registrations);
        }
    }

    private List<Registration> registrations() {
        synchronized (registrations) {
            return List.copyOf(registrations);
        }
    }

    /** Adds a registration to the registry, or removes it. */
    private interface Change {
        void apply(String address, RegistrationInfo where, Completable<Void> applied);
    }

    private static Future<Void> forEach(List<Registration> registrations, Change change) {
        return Future.join(registrations.stream()
                        .map(registration -> {
                            var applied = Promise.<Void>promise();
                            change.apply(registration.address(), registration.where(), applied);
                            return applied.future();
                        })
                        .toList())
                .mapEmpty();
    }
}
