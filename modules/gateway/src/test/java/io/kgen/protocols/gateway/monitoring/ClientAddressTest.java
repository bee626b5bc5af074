package io.kgen.protocols.gateway.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.gateway.TrustedProxies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8"));
    private static final String PROXY = "10.0.0.1";
    private static final String CLIENT = "203.0.113.7";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7",
                "203.0.113.7:4711",
                "1.1.1.1, 203.0.113.7",
                "1.1.1.1,203.0.113.7 , 10.9.9.9",
                "unknown, 203.0.113.7, 10.9.9.9, 10.8.8.8",
                ", , 203.0.113.7"
            })
    void isTheLastAddressThatIsNotAProxy(String forwardedFor) {
        assertThat(of(PROXY, List.of(), List.of(forwardedFor))).isEqualTo(CLIENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=203.0.113.7",
                "For=\"203.0.113.7:4711\"; proto=https; by=10.0.0.2",
                "for=1.1.1.1;proto=http, proto=https ; for=203.0.113.7, for=10.9.9.9",
                "for=\"1.1.1.1, for=203.0.113.7"
            })
    void readsForwarded(String forwarded) {
        assertThat(of(PROXY, List.of(forwarded), List.of())).isEqualTo(CLIENT);
    }

    @ParameterizedTest
    @CsvSource({"[2001:db8::1]", "[2001:db8::1]:443", "2001:db8::1"})
    void readsAddressesOfVersion6(String address) {
        assertThat(of("fd00::1", List.of(), List.of(address))).isEqualTo("2001:db8::1");
        assertThat(of("fd00::1", List.of("for=\"" + address + "\""), List.of())).isEqualTo("2001:db8::1");
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(of(PROXY, List.of(), List.of("1.1.1.1", CLIENT, "10.9.9.9"))).isEqualTo(CLIENT);
    }

    @Test
    void ofAPeerThatIsNotAProxyNothingIsBelieved() {
        assertThat(of(CLIENT, List.of("for=1.1.1.1"), List.of("1.1.1.1"))).isEqualTo(CLIENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"unknown", "_hidden", "''", "203.0.113.7, garbage", "[", "]", ":"})
    void whatAProxyHidesOrGarblesIsTheProxy(String forwardedFor) {
        assertThat(of(PROXY, List.of(), List.of(forwardedFor))).isEqualTo(PROXY);
    }

    @Test
    void headersThatContradictEachOtherSayNothing() {
        assertThat(of(PROXY, List.of("for=1.1.1.1"), List.of(CLIENT))).isEqualTo(PROXY);
        assertThat(of(PROXY, List.of("for=" + CLIENT), List.of(CLIENT))).isEqualTo(CLIENT);
    }

    @Test
    void ifAllAddressesAreProxiesItIsTheFirst() {
        assertThat(of(PROXY, List.of(), List.of("10.7.7.7, 10.9.9.9"))).isEqualTo("10.7.7.7");
    }

    private static String of(String peer, List<String> forwarded, List<String> forwardedFor) {
        return ClientAddress.of(peer, forwarded, forwardedFor, PROXIES);
    }
}
