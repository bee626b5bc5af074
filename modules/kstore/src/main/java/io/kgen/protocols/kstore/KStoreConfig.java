package io.kgen.protocols.kstore;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.postgres.PostgresConfig;
import java.time.Duration;

/**
 * What the K-Store module needs to know.
 *
 * @param url where players are sent, to the letter
 * @param store the name by which that store redeems codes
 * @param codeTtl how long a code lives; an hour at most
 */
public record KStoreConfig(PostgresConfig postgres, String url, String store, Duration codeTtl) {

    private static final Duration LONGEST_CODE_TTL = Duration.ofHours(1);

    /**
     * Reads the section {@code kstore}.
     *
     * @param isServed whether this node has the role kstore; only then it needs to know the store
     */
    public static KStoreConfig read(ConfigSection kstore, PostgresConfig postgres, boolean isServed) {
        var url = kstore.optionalText("url");
        if (url.isBlank() && isServed) {
            kstore.reject("url", "must be set to the store that players are sent to; there is no default");
        }
        if (!url.isBlank() && !StoreUrl.isUsable(url)) {
            kstore.reject(
                    "url", "must be an absolute http or https URL without user info, fragment or a code of its own");
        }
        var codeTtl = kstore.duration("code-ttl");
        if (codeTtl.compareTo(LONGEST_CODE_TTL) > 0) {
            kstore.reject("code-ttl", "must be at most 1h");
        }
        return new KStoreConfig(postgres, url, kstore.text("store"), codeTtl);
    }
}
