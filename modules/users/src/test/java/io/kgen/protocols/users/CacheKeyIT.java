package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TestSql;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The key of a cache entry, which the product and the trigger of the invalidation log both compute. */
@ExtendWith(SandboxExtension.class)
class CacheKeyIT {

    @BeforeAll
    static void migrate(Sandbox sandbox) {
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, UsersVerticle.SCHEMA));
    }

    @ParameterizedTest
    @CsvSource({"issuer, player", "ïssuer, \uD83D\uDE00", "a:b, c", "a, b:c"})
    void theTriggerHashesAPlayerAsTheProductDoes(String issuer, String userId, Sandbox sandbox) {
        var hash = TestSql.rows(sandbox.postgres(), "SELECT encode(users.player_hash(?, ?), 'hex')", issuer, userId);

        assertThat(CacheKey.ofHash(HexFormat.of().parseHex(hash.get(0).toString())))
                .isEqualTo(CacheKey.of(new PlayerId(issuer, userId)));
    }
}
