package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page, its assets and the documents are compressed for clients that accept gzip, and cached by their ETags. */
class DocumentsTest extends GatewayFixture {

    private static final String BUNDLE = "/docs/swagger-ui-bundle.js";

    @ParameterizedTest
    @ValueSource(
            strings = {"/docs", "/docs/docs.js", BUNDLE, "/docs/swagger-ui.css", "/openapi.yaml", "/asyncapi.yaml"})
    void areCompressedForClientsThatAcceptGzip(String path) throws IOException {
        var plain = fetch(unauthenticated(path));
        var compressed = fetch(unauthenticated(path).header("Accept-Encoding", "gzip, deflate, br"));

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(gzip.readAllBytes()).isEqualTo(plain.body());
        }
        assertThat(etag(compressed)).isNotEqualTo(etag(plain)).matches("\"[0-9a-f]{32}-gzip\"");
        assertThat(etag(plain)).matches("\"[0-9a-f]{32}\"");
        for (var response : new HttpResponse<?>[] {plain, compressed}) {
            assertThat(response.headers().allValues("Vary")).containsExactly("accept-encoding, origin");
        }
    }

    @Test
    void theLargestDocumentIsCompressedToAThird() {
        assertThat(fetch(unauthenticated(BUNDLE).header("Accept-Encoding", "gzip"))
                        .body()
                        .length)
                .isLessThan(fetch(unauthenticated(BUNDLE)).body().length / 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity"})
    void areNotSentAgainWhileTheEtagIsTheSame(String encoding) {
        var first = fetch(unauthenticated("/docs").header("Accept-Encoding", encoding));
        for (var tags : new String[] {etag(first), "W/" + etag(first), "\"other\", " + etag(first), "*"}) {
            var again = fetch(
                    unauthenticated("/docs").header("Accept-Encoding", encoding).header("If-None-Match", tags));

            assertThat(again.statusCode()).as(tags).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.headers().firstValue("Content-Length")).isEmpty();
            assertThat(etag(again)).isEqualTo(etag(first));
            assertThat(again.headers().firstValue("Cache-Control")).contains("no-cache");
            assertThat(again.headers().firstValue("Vary")).contains("accept-encoding, origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "", "nonsense", "\"other\", W/\"another\""})
    void areSentToClientsWithAnotherEtag(String tags) {
        assertThat(fetch(unauthenticated("/docs").header("If-None-Match", tags)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void eachEncodingHasItsOwnEtag() {
        var plain = fetch(unauthenticated("/docs"));

        assertThat(fetch(unauthenticated("/docs")
                                .header("Accept-Encoding", "gzip")
                                .header("If-None-Match", etag(plain)))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void headHasTheSameHeaders() {
        var get = fetch(unauthenticated(BUNDLE).header("Accept-Encoding", "gzip"));
        var head = fetch(unauthenticated(BUNDLE)
                .header("Accept-Encoding", "gzip")
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(head.body()).isEmpty();
        for (var name : new String[] {"Content-Length", "Content-Encoding", "ETag", "Vary", "Cache-Control"}) {
            assertThat(head.headers().allValues(name))
                    .isEqualTo(get.headers().allValues(name))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void theRootRedirectsToThePage(String method) {
        var response = fetch(unauthenticated("/").method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).contains("/docs");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }

    private HttpResponse<byte[]> fetch(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofByteArray()).join();
    }

    private static String etag(HttpResponse<?> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }
}
