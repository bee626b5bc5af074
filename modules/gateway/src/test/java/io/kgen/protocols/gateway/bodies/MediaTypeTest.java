package io.kgen.protocols.gateway.bodies;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json ",
                "application/json;",
                "application/json ; ; ",
                "application/json;charset=utf-8",
                "application/json; charset=UTF-8",
                "application/json; charset=utf8",
                "application/json;charset=\"UTF-8\"",
                "application/json; charset=\"utf\\-8\"",
                "application/json ;\tCharset = utf-8 ;",
                "application/json; version=1",
                "application/json; charset=utf-8; version=1",
                "application/json; version=1;charset=utf-8",
                "application/json; q=\"a;charset=latin1\"",
                "application/json; q=\"\\\";charset=latin1\"",
                "application/json;odata.metadata=minimal;odata.streaming=true"
            })
    void isJsonWithAnyParameterExceptAnotherCharset(String contentType) {
        assertThat(MediaType.isJson(contentType)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "json",
                "text/json",
                "text/plain",
                "application/jsonx",
                "application/json-seq",
                "application/json+x",
                "application/json, text/plain",
                "application/json charset=utf-8",
                "application/problem+json",
                "application/json; charset",
                "application/json; charset=",
                "application/json; charset=\"\"",
                "application/json; charset=latin1",
                "application/json; CHARSET=\"UTF-16\"",
                "application/json; charset=utf-8; charset=latin1",
                "application/json; version=1; charset=iso-8859-1",
                "application/json; q=\"open; charset=latin1"
            })
    void isNotJsonOtherwise(String contentType) {
        assertThat(MediaType.isJson(contentType)).isFalse();
    }
}
