package io.kgen.protocols.bridge.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.security.auth.x500.X500Principal;

/** Reads {@code bridge.principals} and reports all violations. */
public final class PrincipalsConfig {

    private static final String LIST = "principals";
    private static final Set<String> KEYS = Set.of(
            "name",
            "token",
            "token-file",
            "previous-token",
            "previous-token-file",
            "certificate-subject",
            "certificate-sha256",
            "send",
            "subscribe");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern TOKEN = Pattern.compile("[!-~]{32,512}");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    private final ConfigSection bridge;
    private final Set<Object> used = new HashSet<>();

    public PrincipalsConfig(ConfigSection bridge) {
        this.bridge = bridge;
    }

    public Principals read() {
        var list = bridge.mappings(LIST);
        var principals = new ArrayList<Principal>();
        for (var i = 0; i < list.size(); i++) {
            principals.add(read(LIST + "[" + i + "]", list.get(i)));
        }
        return new Principals(principals);
    }

    private Principal read(String at, JsonNode node) {
        node.fieldNames().forEachRemaining(key -> require(KEYS.contains(key), at, "has the unknown key " + key));
        var name = node.path("name").asText("");
        require(NAME.matcher(name).matches(), at, "must have a name of 1 to 64 letters, digits and . _ -");
        require(used.add("name " + name), at, "has a name that is used twice");
        var principal = new Principal(
                name,
                tokens(at, node),
                subject(at, node),
                fingerprints(at, node),
                addresses(at, node, "send", ExposedAddresses.OPERATIONS.keySet()),
                addresses(at, node, "subscribe", ExposedAddresses.TOPICS.keySet()));
        require(principal.hasCredentials(), at, "must have a token or a certificate");
        return principal;
    }

    private List<Secret> tokens(String at, JsonNode node) {
        return Stream.of("token", "previous-token")
                .filter(name -> node.has(name) || node.has(name + "-file"))
                .map(name -> token(at + "." + name, node, name))
                .toList();
    }

    private Secret token(String at, JsonNode node, String name) {
        var file = node.path(name + "-file").asText("");
        var token = file.isEmpty() ? node.path(name).asText("") : bridge.readFile(at + "-file", file);
        require(TOKEN.matcher(token).matches(), at, "must be 32 to 512 visible ASCII characters");
        require(used.add(new Secret(token)), at, "is used twice");
        return new Secret(token);
    }

    private X500Principal subject(String at, JsonNode node) {
        var name = node.path("certificate-subject").asText("");
        if (name.isEmpty()) {
            return null;
        }
        try {
            var subject = new X500Principal(name);
            require(used.add(subject), at + ".certificate-subject", "is used twice");
            return subject;
        } catch (IllegalArgumentException e) {
            bridge.reject(at + ".certificate-subject", "must be a distinguished name, such as CN=tournament,O=Example");
            return null;
        }
    }

    /** Accepts the colons that {@code openssl x509 -fingerprint -sha256} prints. */
    private Set<String> fingerprints(String at, JsonNode node) {
        var text = node.path("certificate-sha256").asText("");
        if (text.isEmpty()) {
            return Set.of();
        }
        var fingerprint = text.replace(":", "").toLowerCase(Locale.ROOT);
        require(
                FINGERPRINT.matcher(fingerprint).matches(),
                at + ".certificate-sha256",
                "must be 64 hexadecimal digits");
        require(used.add("sha256 " + fingerprint), at + ".certificate-sha256", "is used twice");
        return Set.of(fingerprint);
    }

    private Set<String> addresses(String at, JsonNode node, String name, Set<String> exposed) {
        var list = node.path(name);
        require(list.isArray() || list.isMissingNode(), at + "." + name, "must be a list of addresses");
        var addresses = new HashSet<String>();
        StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).forEach(address -> {
            require(exposed.contains(address), at + "." + name, "has the unknown address " + address);
            addresses.add(address);
        });
        return addresses;
    }

    private void require(boolean isValid, String at, String rule) {
        if (!isValid) {
            bridge.reject(at, rule);
        }
    }
}
