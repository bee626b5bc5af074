package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.app.support.CapturedLog;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The log never contains phone numbers or tokens, in no format, at no level, and not even after errors and outages. */
@ExtendWith(SandboxExtension.class)
class PersonalDataIT {

    private static final String NUMBER = "9876522222";
    private static final String NUMBER_AS_TYPED = "98765 33333";
    private static final String TOKEN = token("private");

    @Test
    void e73_noLogLineContainsAPhoneNumberOrAToken(Sandbox sandbox) {
        try (var log = CapturedLog.open()) {
            try (var platform = RunningPlatform.on(sandbox)) {
                sendSuccessfulRequests(platform);
                sendRejectedRequests(platform);
                sendRequestsWithoutRedis(platform, sandbox);
                sendRequestsWithoutPostgres(platform, sandbox);
            }
            assertThat(log.lines())
                    .as("the outage is in the log")
                    .anyMatch(line -> line.contains("users.linked-number.link is unavailable"));
            assertThat(Stream.concat(
                            log.lines().stream(), log.objects().stream().map(JsonObject::encode)))
                    .noneMatch(line -> line.replace(" ", "").contains(NUMBER))
                    .noneMatch(line -> line.replace(" ", "").contains(NUMBER_AS_TYPED.replace(" ", "")))
                    .noneMatch(line -> line.contains("eyJ") || line.contains(RunningPlatform.SECRET))
                    .noneMatch(line -> line.contains(RunningPlatform.STORE_SECRET));
        }
    }

    private static void sendSuccessfulRequests(RunningPlatform platform) {
        platform.link(ISSUER, "private", NUMBER);
        platform.link(ISSUER, "typist", NUMBER_AS_TYPED);
        assertThat(platform.send(Request.linkedNumber().by(TOKEN)).text()).contains(NUMBER);
        assertThat(platform.send(Request.redirect().by(TOKEN)).status()).isEqualTo(200);
        assertThat(platform.send(Request.drop("sms", "{\"to\":\"" + NUMBER + "\"}")
                                .by(TOKEN))
                        .status())
                .isEqualTo(200);
        assertThat(platform.send(Request.history("").by(TOKEN)).status()).isEqualTo(200);
    }

    private static void sendRejectedRequests(RunningPlatform platform) {
        assertFails(FailureCode.CONFLICT, () -> platform.link(ISSUER, "thief", NUMBER));
        assertFails(FailureCode.CONFLICT, () -> platform.link(ISSUER, "private", NUMBER_AS_TYPED));
        assertFails(FailureCode.INVALID, () -> platform.link(ISSUER, "newcomer", NUMBER + NUMBER));
        assertThat(platform.send(Request.get("/" + NUMBER)).status()).isEqualTo(404);
        assertThat(platform.send(Request.history("type=" + NUMBER + "&phone=" + NUMBER)
                                .by(TOKEN))
                        .status())
                .isEqualTo(400);
        assertThat(platform.send(
                                Request.drop("sms", "{\"" + NUMBER + "\":null}").by(TOKEN))
                        .status())
                .isEqualTo(400);
        assertThat(platform.send(Request.linkedNumber().by(TOKEN + NUMBER)).status())
                .isEqualTo(401);
    }

    private static void sendRequestsWithoutRedis(RunningPlatform platform, Sandbox sandbox) {
        sandbox.redisServer().pause();
        try {
            assertThat(platform.send(Request.linkedNumber().by(TOKEN)).text()).contains(NUMBER);
        } finally {
            sandbox.redisServer().resume();
        }
    }

    private static void sendRequestsWithoutPostgres(RunningPlatform platform, Sandbox sandbox) {
        sandbox.postgresServer().pause();
        try {
            assertFails(FailureCode.UNAVAILABLE, () -> platform.link(ISSUER, "late", NUMBER));
            assertThat(platform.send(Request.drop("sms", "{\"to\":\"" + NUMBER + "\"}")
                                    .by(TOKEN))
                            .status())
                    .isEqualTo(503);
        } finally {
            sandbox.postgresServer().resume();
        }
    }

    private static void assertFails(FailureCode code, Runnable attempt) {
        assertThatThrownBy(attempt::run).hasFieldOrPropertyWithValue("code", code);
    }
}
