package io.kgen.protocols.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A token of a player with the claims of the documented samples; each claim can be replaced or removed. It is signed
 * with the JDK only, so that a test of tokens does not depend on the library under test. Immutable.
 */
public final class PlayerToken {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> header;
    private final Map<String, Object> claims;

    private PlayerToken(Map<String, Object> header, Map<String, Object> claims) {
        this.header = header;
        this.claims = claims;
    }

    /** Creates a token that is valid for 24 hours from now. */
    public static PlayerToken of(String issuer, String userId) {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("sub", userId);
        claims.put("client_id", issuer);
        claims.put("iss", issuer);
        claims.put("user_id", userId);
        claims.put("third_party_client_id", issuer);
        claims.put("namespaced_third_party_user_id", issuer + "___" + userId);
        claims.put("wallet_address", "0x7889FdF548FC1713c611FB52eA64ACCbff1b0322");
        return new PlayerToken(Map.of(), claims)
                .header("alg", "HS256")
                .header("typ", "JWT")
                .validFor(Duration.ofDays(1));
    }

    /** Sets the times of issue and expiry; a negative {@code ttl} makes a token that was issued that long ago. */
    public PlayerToken validFor(Duration ttl) {
        long now = Instant.now().getEpochSecond();
        return claim("iat", Math.min(now, now + ttl.toSeconds())).claim("exp", now + ttl.toSeconds());
    }

    /** Sets a claim to any JSON value: null, a number, text, a list or a map. */
    public PlayerToken claim(String name, Object value) {
        return new PlayerToken(header, with(claims, name, value));
    }

    public PlayerToken without(String claim) {
        var remaining = new LinkedHashMap<>(claims);
        remaining.remove(claim);
        return new PlayerToken(header, remaining);
    }

    public PlayerToken header(String name, Object value) {
        return new PlayerToken(with(header, name, value), claims);
    }

    private static Map<String, Object> with(Map<String, Object> values, String name, Object value) {
        var extended = new LinkedHashMap<>(values);
        extended.put(name, value);
        return extended;
    }

    /** The compact form, signed with HS256, HS384 or HS512 as the header says. */
    public String signedBy(String secret) {
        return signed(json(header), json(claims), mac(String.valueOf(header.get("alg")), secret));
    }

    /** The compact form, signed with RS256 or ES256 depending on the type of the key: RSA or P-256. */
    public String signedBy(PrivateKey key) {
        var isRsa = key.getAlgorithm().equals("RSA");
        var algorithm = isRsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format";
        return signed(json(header("alg", isRsa ? "RS256" : "ES256").header), json(claims), content -> {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        });
    }

    /** The compact form with {@code alg} "none" and an empty signature. */
    public String unsigned() {
        return signed(json(header("alg", "none").header), json(claims), content -> new byte[0]);
    }

    /** The compact form of any payload, with a valid HS256 signature. */
    public static String ofPayload(String payload, String secret) {
        return signed("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", payload, mac("HS256", secret));
    }

    /** The compact form of any header and payload, with a valid HS256 signature. */
    public static String ofBytes(byte[] header, byte[] payload, String secret) {
        return signed(header, payload, mac("HS256", secret));
    }

    private static Signer mac(String algorithm, String secret) {
        return content -> {
            var mac = Mac.getInstance("HmacSHA" + algorithm.substring(2));
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
            return mac.doFinal(content);
        };
    }

    private static String signed(String header, String payload, Signer signer) {
        return signed(header.getBytes(StandardCharsets.UTF_8), payload.getBytes(StandardCharsets.UTF_8), signer);
    }

    private static String signed(byte[] header, byte[] payload, Signer signer) {
        var content = base64(header) + "." + base64(payload);
        try {
            return content + "." + base64(signer.sign(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot sign with this key", e);
        }
    }

    private static String json(Map<String, Object> object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private interface Signer {
        byte[] sign(byte[] content) throws GeneralSecurityException;
    }
}
