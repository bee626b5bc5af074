package io.kgen.protocols.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @MethodSource("callers")
    void readsTheCallerThatWasWritten(Caller caller) {
        var headers = BusHeaders.write(CallContext.root().from(caller), 500).getHeaders();

        assertThat(BusHeaders.read(headers).caller()).isEqualTo(caller);
    }

    static Stream<Caller> callers() {
        return Stream.of(
                Caller.issuer("https://issuer.example.com/ünï"),
                Caller.service("tournament"),
                Caller.OPERATOR,
                Caller.NODE,
                Caller.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "root", "Operator", "service", "issuer:a\nb", "unknown service"})
    void aCallerThatIsNotOneIsUnknown(String text) {
        var headers = MultiMap.caseInsensitiveMultiMap().add(CallContext.CALLER, text);

        assertThat(BusHeaders.read(headers).caller()).isEqualTo(Caller.UNKNOWN);
    }

    @Test
    void aCallerOfAnyLengthIsBounded() {
        var headers = MultiMap.caseInsensitiveMultiMap().add(CallContext.CALLER, "service:" + "x".repeat(1_000));

        assertThat(BusHeaders.read(headers).caller()).isEqualTo(Caller.UNKNOWN);
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
