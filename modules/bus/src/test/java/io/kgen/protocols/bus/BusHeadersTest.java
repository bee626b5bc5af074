package io.kgen.protocols.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusHeadersTest {

    @Test
    void readsTheCallContextThatWasWritten() {
        var call = CallContext.of("request-1", "00-trace-01");

        var read = BusHeaders.read(BusHeaders.write(call, 500).getHeaders());

        assertThat(read.requestId()).isEqualTo("request-1");
        assertThat(read.traceparent()).isEqualTo("00-trace-01");
        assertThat(read.remainingMillis()).isBetween(1L, 500L);
    }

    @Test
    void omitsTheTraceHeaderOfACallWithoutATrace() {
        var headers = BusHeaders.write(CallContext.of("request-1", null), 500).getHeaders();
        assertThat(headers.names()).containsExactlyInAnyOrder(CallContext.REQUEST_ID, CallContext.TIMEOUT);
    }

    @Test
    void sendsTheTimeoutOfTheSenderAsAHeader() {
        var options = BusHeaders.write(CallContext.root(), 500);
        assertThat(options.getSendTimeout()).isEqualTo(500);
        assertThat(options.getHeaders().get(CallContext.TIMEOUT)).isEqualTo("500");
    }

    @Test
    void aCallWithoutHeadersGetsARequestIdAndATimeoutOfTwoSeconds() {
        var read = BusHeaders.read(MultiMap.caseInsensitiveMultiMap());
        assertThat(read.requestId()).isNotBlank();
        assertThat(read.traceparent()).isNull();
        assertThat(read.remainingMillis()).isBetween(1_000L, 2_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "soon, 1000, 2000",
        "'', 1000, 2000",
        "0, 1, 1",
        "-1, 1, 1",
        "-9223372036854775808, 1, 1",
        "9223372036854775807, 86000000, 86400000",
        "99999999999999999999, 1000, 2000"
    })
    void anInvalidTimeoutStillSetsADeadline(String text, long min, long max) {
        var headers = MultiMap.caseInsensitiveMultiMap().add(CallContext.TIMEOUT, text);
        assertThat(BusHeaders.read(headers).remainingMillis()).isBetween(min, max);
    }
}
