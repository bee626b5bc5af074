package io.kgen.protocols.app.management;

import static io.kgen.protocols.app.support.ManagementClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.ManagementClient;
import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.sandbox.Await;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The entries of what operators do, and how they are read. */
@PlatformTest(configuration = "management: { token: " + AuditEndpointIT.TOKEN + " }")
class AuditEndpointIT {

    static final String TOKEN = "the-token-of-the-operators-long-enough";
    private static final String DENIED = "/audit?action=management.access-denied";

    private ManagementClient operator;

    @BeforeEach
    void connect(RunningPlatform platform) {
        this.operator = new ManagementClient(platform.managementPort(), TOKEN);
    }

    @Test
    void operationsOfOperatorsAreAuditedWithTheirReason() {
        operator.send(
                "POST",
                "/operations/users.linked-number.link",
                "{\"issuer\":\"audited\",\"userId\":\"1\",\"phone\":\"9876543222\",\"region\":\"IN\"}",
                "X-Request-Id",
                "link-1",
                "audit-reason",
                "ticket 4711");
        var call = operator.awaitAudit("action=operation.call", "link-1");
        assertThat(call.getString("who")).isEqualTo("operator");
        assertThat(call.getJsonObject("details").getString("reason")).isEqualTo("ticket 4711");

        var change = operator.awaitAudit("issuer=audited&user=1&who=operator", "link-1");
        assertThat(change.getString("player")).isNotEmpty();
        assertThat(operator.get("/audit").body()).doesNotContain("9876543222");
    }

    @Test
    void refusedRequestsAreAudited() {
        operator.withToken("wrong").send("PUT", "/loggers/io.kgen", "{}");
        Await.until(() -> !json(operator.get(DENIED)).getJsonArray("entries").isEmpty());
        var entries = json(operator.get(DENIED + "&limit=1")).getJsonArray("entries");
        assertThat(entries).hasSize(1);
        assertThat(entries.getJsonObject(0).getJsonObject("details").getString("route"))
                .isNotEmpty();
    }

    @Test
    void theAuditLogIsReadInPages() {
        operator.send("PUT", "/loggers/io.kgen.protocols.paged", "{\"level\":null}", "X-Request-Id", "page-1");
        operator.send("PUT", "/loggers/io.kgen.protocols.paged", "{\"level\":null}", "X-Request-Id", "page-2");
        operator.awaitAudit("", "page-1");
        operator.awaitAudit("", "page-2");
        var first = json(operator.get("/audit?limit=1"));
        var second = json(operator.get("/audit?limit=1&cursor=" + first.getLong("next")));
        assertThat(second.getJsonArray("entries").getJsonObject(0).getLong("id"))
                .isLessThan(first.getJsonArray("entries").getJsonObject(0).getLong("id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=1001", "limit=x", "cursor=x", "since=yesterday", "until=1", "user=1", "form=x"
            })
    void anInvalidQueryOfTheAuditLogIs400(String query) {
        var response = operator.get("/audit?" + query);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).getString("error")).isEqualTo("INVALID");
    }
}
