package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.kstore.KStoreOperations;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.UnlinkNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the audit log says about the operations of the running product. */
@PlatformTest
class AuditIT {

    private final RunningPlatform platform;

    AuditIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void hasEachChangeOfANumberAndNothingElse() {
        var player = new PlayerId(ISSUER, "audited");
        link(player, "+919876530001", false);
        link(player, "+91 98765 30001", false);
        assertThatThrownBy(() -> link(player, "+919876530002", false)).hasMessageContaining("another number");
        link(player, "+919876530002", true);
        platform.call(UsersOperations.UNLINK_NUMBER, new UnlinkNumber(player));
        platform.call(UsersOperations.UNLINK_NUMBER, new UnlinkNumber(player));

        assertThat(entries("number."))
                .containsExactly(
                        "number.link unknown service 01",
                        "number.replace unknown service 02",
                        "number.unlink unknown service 02");
    }

    @Test
    void hasTheErasureOfEachModuleAlsoWithoutData() {
        var request = new ErasePlayer(new PlayerId(ISSUER, "unknown player"));
        var before = erasures().size();

        for (var erase : List.of(KStoreOperations.ERASE, UsersOperations.ERASE, AnalyticsOperations.ERASE)) {
            assertThat(platform.call(erase, request).erased()).isZero();
        }

        assertThat(erasures().subList(before, erasures().size())).containsExactly("kstore", "users", "analytics");
    }

    @Test
    void e73_hasNoNumberAndNoUser() {
        platform.callWithPlainJson(
                UsersOperations.LINK_NUMBER.address(),
                new JsonObject()
                        .put("issuer", ISSUER)
                        .put("userId", "a-user-that-is-not-named")
                        .put("phone", "+919876539999"));
        platform.call(UsersOperations.ERASE, new ErasePlayer(new PlayerId(ISSUER, "a-user-that-is-not-named")));

        assertThat(platform.sql("SELECT entry::text FROM audit.entry"))
                .isNotEmpty()
                .noneMatch(row -> row.contains("a-user-that-is-not-named") || row.contains("987653999"));
    }

    private void link(PlayerId player, String phone, boolean replace) {
        platform.call(
                UsersOperations.LINK_NUMBER,
                LinkNumber.builder(player, phone).replace(replace).build());
    }

    private List<String> entries(String prefix) {
        return platform.sql(
                "SELECT action || ' ' || actor || ' ' || (details ->> 'phoneEnds') FROM audit.entry"
                        + " WHERE issuer = ? AND action LIKE ? AND details ->> 'phoneEnds' <> '99' ORDER BY id",
                ISSUER,
                prefix + "%");
    }

    private List<String> erasures() {
        return platform.sql("SELECT details ->> 'module' FROM audit.entry WHERE action = 'player.erase' ORDER BY id");
    }
}
