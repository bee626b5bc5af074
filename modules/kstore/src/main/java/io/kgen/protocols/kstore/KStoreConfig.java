package io.kgen.protocols.kstore;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.postgres.PostgresConfig;
import java.time.Duration;

/**
 * The settings of the K-Store module.
 *
 * @param url of the store, used byte for byte
 * @param store the name with which the store redeems codes
 * @param codeTtl how long a code is active; at most an hour
 */
public record KStoreConfig(PostgresConfig postgres, String url, String store, Duration codeTtl) {

    private static final Duration MAX_CODE_TTL = Duration.ofHours(1);

    /**
     * Reads the section {@code kstore}.
     *
     * @param isServed whether this node has the role kstore, for which the URL is mandatory
     */
    public static KStoreConfig read(ConfigSection kstore, PostgresConfig postgres, boolean isServed) {
        var url = kstore.optionalText("url");
        if (url.isBlank() && isServed) {
            kstore.reject("url", "must be set to the URL of the store; there is no default");
        }
        if (!url.isBlank() && !StoreUrl.isUsable(url)) {
            kstore.reject("url", "must be an absolute http or https URL without user info, fragment or code parameter");
        }
        var codeTtl = kstore.duration("code-ttl");
        if (codeTtl.compareTo(MAX_CODE_TTL) > 0) {
            kstore.reject("code-ttl", "must be at most 1h");
        }
        return new KStoreConfig(postgres, url, kstore.text("store"), codeTtl);
    }
}
