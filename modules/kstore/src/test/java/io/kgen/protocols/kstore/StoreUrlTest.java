package io.kgen.protocols.kstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://store.example,                https://store.example?code=abc",
        "https://store.example/store,          https://store.example/store?code=abc",
        "https://store.example/?,              https://store.example/?code=abc",
        "https://store.example/?lang=de,       https://store.example/?lang=de&code=abc",
        "https://store.example/?a=%26&b=c%20d, https://store.example/?a=%26&b=c%20d&code=abc",
        "https://store.example/?lang=de&,      https://store.example/?lang=de&code=abc"
    })
    void addsTheCodeToAnyQuery(String bare, String withCode) {
        assertThat(new StoreUrl(bare).with(new OneTimeCode("abc"))).isEqualTo(withCode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://store.example",
                "HTTP://store.example:8080/store",
                "https://[::1]/store?decode=1&barcode=2"
            })
    void acceptsAnAbsoluteUrl(String url) {
        assertThat(StoreUrl.isUsable(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/store",
                "store.example/store",
                "//store.example/store",
                "ftp://store.example/store",
                "javascript:alert(1)",
                "https:///store",
                "https:store",
                "https://store.example/a b",
                "https://store.example/#top",
                "https://store.example/#",
                "https://user@store.example/",
                "https://user:secret@store.example/",
                "https://store.example/?code=mine",
                "https://store.example/?a=b&code",
                "https://store.example/?c%6Fde=mine"
            })
    void rejectsEveryOtherUrl(String url) {
        assertThat(StoreUrl.isUsable(url)).isFalse();
    }

    @Test
    void theUrlWithoutACodeIsTheConfiguredUrlUnchanged() {
        assertThat(new StoreUrl("HTTPS://Store.Example:443/%7Estore?").bare())
                .isEqualTo("HTTPS://Store.Example:443/%7Estore?");
    }
}
