package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.gateway.AccessLogConfig.Requests;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The access log with errors only, without a trusted proxy. */
class AccessLogOfErrorsTest extends GatewayFixture {

    private final CapturedAccessLog log = CapturedAccessLog.open();

    @Override
    HttpConfig http() {
        return http(TrustedProxies.NONE, new AccessLogConfig(Requests.ERRORS, 1));
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void hasErrorsOnlyAndBelievesNoHeader() {
        send(get(LINKED_NUMBER));
        find = request -> Future.failedFuture(new ServiceException(FailureCode.NOT_FOUND, "none"));
        send(get(LINKED_NUMBER));
        send(get("/unknown"));
        assertThat(log.lines()).isEmpty();

        send(unauthenticated(LINKED_NUMBER)
                .header("X-Forwarded-For", "203.0.113.7")
                .header("Forwarded", "for=203.0.113.7"));
        assertThat(log.lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsEntry("outcome", "un_authorized")
                        .containsEntry("client", "127.0.0.1")
                        .doesNotContainKey("issuer"));
    }
}
