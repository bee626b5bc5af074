package io.kgen.protocols.postgres;

import io.kgen.protocols.platform.ClientTls;
import io.kgen.protocols.platform.ClientTls.Verification;
import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.platform.TlsCertificate;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * TLS settings of the connections to PostgreSQL, shared by both drivers, so that a migration connects as the service does.
 *
 * <p>Both drivers use the verification of the JDK instead of their own, which differ in details.
 */
public record PostgresTls(Mode mode, ClientTls client) {

    /** The modes of libpq, with the same meaning. */
    public enum Mode {
        DISABLE,
        REQUIRE,
        VERIFY_CA,
        VERIFY_FULL;

        private String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static final PostgresTls NONE = new PostgresTls(Mode.DISABLE, ClientTls.OFF);

    private static final Map<String, Mode> MODES =
            Arrays.stream(Mode.values()).collect(Collectors.toMap(Mode::key, mode -> mode));

    static PostgresTls read(ConfigSection tls) {
        var mode = tls.oneOf("mode", MODES, Mode.DISABLE);
        var client = ClientTls.read(tls, verification(mode, tls), "needs mode: require, verify-ca or verify-full");
        return new PostgresTls(mode, client);
    }

    /** As in libpq, {@code require} verifies the authority if one is configured. */
    private static Verification verification(Mode mode, ConfigSection tls) {
        return switch (mode) {
            case DISABLE -> Verification.OFF;
            case REQUIRE -> tls.optionalText("ca-file").isEmpty() ? Verification.NONE : Verification.AUTHORITY;
            case VERIFY_CA -> Verification.AUTHORITY;
            case VERIFY_FULL -> Verification.HOST;
        };
    }

    public boolean isOn() {
        return client.isOn();
    }

    PgConnectOptions apply(PgConnectOptions options) {
        return client.isOn()
                ? options.setSslMode(SslMode.REQUIRE).setSslOptions(client.options())
                : options.setSslMode(SslMode.DISABLE);
    }

    /** The same settings for JDBC, whose driver creates its socket factory by name and passes one text to it. */
    Map<String, String> jdbcProperties() {
        return client.isOn()
                ? Map.of(
                        "sslmode", "require",
                        "sslfactory", PostgresSocketFactory.class.getName(),
                        "sslfactoryarg", encode(client))
                : Map.of("sslmode", "disable");
    }

    private static String encode(ClientTls client) {
        return new JsonObject()
                .put("verification", client.verification().name())
                .put("authorities", client.authorities())
                .put("certificate", client.own().certificate())
                .put("key", client.own().key().value())
                .encode();
    }

    static ClientTls decode(String encoded) {
        var client = new JsonObject(encoded);
        return new ClientTls(
                Verification.valueOf(client.getString("verification")),
                client.getString("authorities"),
                new TlsCertificate(client.getString("certificate"), new Secret(client.getString("key"))));
    }
}
