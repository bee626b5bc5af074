package io.kgen.protocols.app;

import io.kgen.protocols.platform.ConfigSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The keys of the configuration that can change while a node runs. */
final class ReloadableKeys {

    /** A key, or the beginning of keys. */
    private static final List<String> RELOADABLE = List.of(
            "auth.default.",
            "auth.issuers",
            "limits.player",
            "limits.issuer",
            "limits.service",
            "kstore.client-id",
            "kstore.client-secret",
            "kstore.previous-client-secret",
            "bridge.principals",
            "management.token");

    /** Listeners whose certificate can change, but which cannot begin or end to use TLS. */
    private static final Set<String> TLS = Set.of("http.tls.", "bridge.tls.", "management.tls.");

    private ReloadableKeys() {}

    /** Whether a running node takes a new value of the key. */
    static boolean contains(String key) {
        return RELOADABLE.stream().anyMatch(key::startsWith) || TLS.stream().anyMatch(key::startsWith);
    }

    /** The keys that differ although they cannot change while the node runs. */
    static List<String> needRestart(ConfigLoader.Loaded started, ConfigLoader.Loaded now) {
        return started.source().changedKeys(now.source()).stream()
                .filter(key -> RELOADABLE.stream().noneMatch(key::startsWith))
                .filter(key -> !isNewCertificate(key, started.source(), now.source()))
                .toList();
    }

    private static boolean isNewCertificate(String key, ConfigSource started, ConfigSource now) {
        return TLS.stream()
                .filter(key::startsWith)
                .anyMatch(tls -> Stream.of(started, now).noneMatch(source -> source.isEmpty(key)));
    }
}
