package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.sandbox.RawHttp;
import io.vertx.core.Promise;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The handling of requests before they reach an operation, and during a shutdown. */
class HttpVerticleTest extends GatewayFixture {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fe",
                "/fe/users/account/linked-mobile-number/",
                "/FE/users/account/linked-mobile-number",
                "/fe/users/account/../account/linked-mobile-number",
                "//fe/users/account/linked-mobile-number",
                "/%zz",
                "/%00",
                "/fe/analytics/px-tracker/events/a/b/drop",
                "/fe/users/account/linked%2Dmobile-number"
            })
    void respondsNotFoundToEveryOtherPath(String path) {
        assertThat(RawHttp.send(verticle.port(), "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404")
                .contains("\"error\":\"NOT_FOUND\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO"})
    void respondsToOtherMethodsWithTheAllowedOnes(String method) {
        assertThat(RawHttp.send(
                        verticle.port(),
                        method + " " + LINKED_NUMBER
                                + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\ncontent-length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .containsIgnoringCase("allow: GET, HEAD, OPTIONS")
                .contains("\"error\":\"METHOD_NOT_ALLOWED\"");
    }

    @Test
    void headRespondsAsGetWithoutTheBody() {
        var response = RawHttp.send(
                verticle.port(),
                "HEAD " + LINKED_NUMBER + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nuser-jwt-token: " + TOKEN
                        + "\r\n\r\n");
        assertThat(response)
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-length: 1")
                .endsWith("\r\n\r\n");
    }

    @Test
    void optionsListsTheAllowedMethodsWithoutAToken() {
        var response =
                RawHttp.send(verticle.port(), "OPTIONS " + DROP + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertThat(response).startsWith("HTTP/1.1 204").containsIgnoringCase("allow: POST, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding: xchunked\r\n\r\nGET /openapi.yaml HTTP/1.1\r\nHost: h\r\n\r\n",
                "Transfer-Encoding: identity\r\n\r\nGET /openapi.yaml HTTP/1.1\r\nHost: h\r\n\r\n",
                "Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Host: other\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: -1\r\n\r\n{}",
                "no colon\r\n\r\n"
            })
    void rejectsRequestsThatProxiesInterpretDifferently(String rest) {
        var response = RawHttp.send(
                verticle.port(),
                "POST " + DROP
                        + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nuser-jwt-token: "
                        + TOKEN + "\r\n" + rest);
        assertThat(response).contains(" 400 Bad Request").contains("\"error\":\"BAD_REQUEST\"");
    }

    @Test
    void neverRespondsOkToAnInvalidChunk() {
        var response = RawHttp.send(
                verticle.port(),
                "POST " + DROP
                        + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nuser-jwt-token: "
                        + TOKEN + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
        assertThat(response).doesNotContain(" 200 ").doesNotContain(" 50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE\r\n\r\n", "GET / HTTP/x\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n"})
    void respondsToInvalidHttpWithTheUsualErrorBody(String bytes) {
        assertThat(RawHttp.send(verticle.port(), bytes)).contains("\"error\":\"BAD_REQUEST\"");
    }

    @Test
    void rejectsAnOversizedRequestLineAndOversizedHeaders() {
        assertThat(RawHttp.send(
                        verticle.port(),
                        "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .contains(" 400 Bad Request")
                .contains("BAD_REQUEST");
        assertThat(RawHttp.send(
                        verticle.port(),
                        "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX: " + "x".repeat(80_000) + "\r\n\r\n"))
                .contains(" 400 Bad Request")
                .contains("BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x=1", "limit=1", "x", "%zz=1", "=", "=x", "&x", "x=&"})
    void rejectsUnknownQueryParameters(String query) {
        var response = RawHttp.send(
                verticle.port(),
                "GET " + LINKED_NUMBER + "?" + query + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nuser-jwt-token: "
                        + TOKEN + "\r\n\r\n");
        assertThat(response).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "&&", "&&&"})
    void ignoresEmptyPairsOfAQuery(String query) {
        var response = RawHttp.send(
                verticle.port(),
                "GET " + LINKED_NUMBER + "?" + query + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nuser-jwt-token: "
                        + TOKEN + "\r\n\r\n");
        assertThat(response).startsWith("HTTP/1.1 200");
    }

    @Test
    void stoppingFinishesTheRequestInFlight() {
        var lookup = Promise.<LinkedNumber>promise();
        var arrived = Promise.<Void>promise();
        find = request -> {
            arrived.complete();
            return lookup.future();
        };
        var response = client.sendAsync(get(LINKED_NUMBER).build(), BodyHandlers.ofString());
        arrived.future().await();
        var stopped = vertx.undeploy(verticle.deploymentID());
        lookup.complete(new LinkedNumber("user", "", "", "", "1", ""));
        assertThat(response.join().statusCode()).isEqualTo(200);
        stopped.await();
    }
}
