package io.kgen.protocols.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The keys that verify tokens.
 *
 * @param defaultKeys verify the tokens of every issuer without keys of its own; if empty, those tokens are rejected
 * @param issuerKeys by issuer; only these keys, and those of its key set, verify the tokens of that issuer
 * @param keySets by issuer, of those that publish a key set
 * @param rememberedTokens the capacity of the cache of verified tokens
 * @param maxLifetime the maximum time until a token expires
 */
public record AuthConfig(
        List<VerificationKey> defaultKeys,
        Map<String, List<VerificationKey>> issuerKeys,
        Map<String, JwksConfig> keySets,
        int rememberedTokens,
        Duration maxLifetime) {

    private static final Set<String> KEY_NAMES =
            Set.of("algorithm", "kid", "secret", "secret-file", "public-key", "public-key-file");

    public AuthConfig {
        defaultKeys = List.copyOf(defaultKeys);
        issuerKeys = Map.copyOf(issuerKeys);
        keySets = Map.copyOf(keySets);
    }

    /** Without key sets. */
    public AuthConfig(
            List<VerificationKey> defaultKeys,
            Map<String, List<VerificationKey>> issuerKeys,
            int rememberedTokens,
            Duration maxLifetime) {
        this(defaultKeys, issuerKeys, Map.of(), rememberedTokens, maxLifetime);
    }

    public static AuthConfig read(ConfigSection auth) {
        var keySets = new HashMap<String, JwksConfig>();
        var config = new AuthConfig(
                readDefaultKeys(auth.section("default")),
                readIssuers(auth, keySets),
                keySets,
                auth.number("remembered-tokens", 0, 10_000_000),
                auth.duration("max-lifetime"));
        if (config.defaultKeys.isEmpty() && config.issuerKeys.isEmpty()) {
            auth.section("default").reject("secret", "must be set: without a key no token can be verified");
        }
        return config;
    }

    private static List<VerificationKey> readDefaultKeys(ConfigSection keyring) {
        return Stream.of("secret", "previous-secret")
                .filter(name -> !keyring.secret(name).isEmpty())
                .map(name -> hs256(keyring, name))
                .toList();
    }

    private static VerificationKey hs256(ConfigSection keyring, String name) {
        var key = new VerificationKey("HS256", null, keyring.secret(name));
        key.fault().ifPresent(rule -> keyring.reject(name, rule));
        return key;
    }

    private static Map<String, List<VerificationKey>> readIssuers(ConfigSection auth, Map<String, JwksConfig> keySets) {
        var shared = JwksConfig.Common.read(auth.section("jwks"));
        var issuers = new HashMap<String, List<VerificationKey>>();
        var list = auth.mappings("issuers");
        for (var i = 0; i < list.size(); i++) {
            var at = "issuers[" + i + "]";
            requireKnown(auth, at, list.get(i), Set.of("issuer", "keys", "jwks-url"));
            var issuer = list.get(i).path("issuer").asText("");
            var keys = readKeys(auth, at, list.get(i).path("keys"));
            var url = list.get(i).path("jwks-url").asText("");
            if (issuer.isEmpty() || (keys.isEmpty() && url.isEmpty())) {
                auth.reject(at, "must have an issuer, and at least one key or a jwks-url");
            } else if (issuers.put(issuer, keys) != null) {
                auth.reject(at, "names an issuer that is used twice");
            } else if (!url.isEmpty()) {
                shared.at(url, auth, at + ".jwks-url").ifPresent(keySet -> keySets.put(issuer, keySet));
            }
        }
        return issuers;
    }

    private static List<VerificationKey> readKeys(ConfigSection auth, String issuer, JsonNode list) {
        var keys = new ArrayList<VerificationKey>();
        var kids = new HashSet<String>();
        for (var i = 0; i < list.size(); i++) {
            var at = issuer + ".keys[" + i + "]";
            var key = readKey(auth, at, list.get(i));
            key.fault().ifPresent(rule -> auth.reject(at, rule));
            if (key.kid() != null && !kids.add(key.kid())) {
                auth.reject(at, "must not have the kid of another key of this issuer");
            }
            keys.add(key);
        }
        return keys;
    }

    private static VerificationKey readKey(ConfigSection auth, String at, JsonNode key) {
        requireKnown(auth, at, key, KEY_NAMES);
        var material = Stream.of("secret", "public-key")
                .map(name -> material(auth, at, key, name))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        var kid = key.path("kid").asText("");
        return new VerificationKey(key.path("algorithm").asText(""), kid.isEmpty() ? null : kid, new Secret(material));
    }

    private static void requireKnown(ConfigSection auth, String at, JsonNode mapping, Set<String> names) {
        mapping.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                auth.reject(at, "has the unknown key " + name);
            }
        });
    }

    private static String material(ConfigSection auth, String at, JsonNode key, String name) {
        var file = key.path(name + "-file").asText("");
        return file.isEmpty() ? key.path(name).asText("") : auth.readFile(at + "." + name + "-file", file);
    }
}
