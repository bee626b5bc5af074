package io.kgen.protocols.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.Test;

/** Widely used HTTP clients, with their connection pools and body encodings. */
@PlatformTest
class RealClientsIT {

    private static final String TOKEN_HEADER = "user-jwt-token";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final RunningPlatform platform;
    private final String address;

    RealClientsIT(RunningPlatform platform) {
        this.platform = platform;
        this.address = "http://127.0.0.1:" + platform.httpPort();
    }

    @Test
    void e80_apachePoolStaysUsableAfterAnUnreadBodyWasRejected() throws IOException {
        try (var client = apacheWithOneConnection()) {
            for (var round = 0; round < 3; round++) {
                assertThat(status(client, drop("no token", "{}"))).isEqualTo(401);
                assertThat(status(client, drop(token(), "{}"))).isEqualTo(200);
                assertThat(status(client, drop(token(), "{\"a\":\"" + "x".repeat(40_000) + "\"}")))
                        .isEqualTo(413);
                assertThat(status(client, get(Request.history("").target()))).isEqualTo(200);
            }
        }
    }

    @Test
    void okHttpReusesItsConnectionAndSendsGzip() throws IOException {
        var client = new OkHttpClient.Builder().callTimeout(TIMEOUT).build();
        for (var round = 0; round < 3; round++) {
            assertThat(status(client, "{\"a\":1}", "okhttp", token())).isEqualTo(200);
            assertThat(status(client, "{\"a\":1}", "okhttp", "no token")).isEqualTo(401);
            assertThat(status(client, "{\"a\":", "okhttp", token())).isEqualTo(400);
        }
        assertThat(platform.sql("SELECT count(*) FROM analytics.event WHERE event_id = 'okhttp'"))
                .containsExactly("3");
    }

    private static CloseableHttpClient apacheWithOneConnection() {
        return HttpClients.custom()
                .setConnectionManager(pool())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setExpectContinueEnabled(true)
                        .setResponseTimeout(Timeout.of(TIMEOUT))
                        .build())
                .disableAutomaticRetries()
                .build();
    }

    private static PoolingHttpClientConnectionManager pool() {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(1)
                .setMaxConnPerRoute(1)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(TIMEOUT))
                        .build())
                .build();
    }

    private ClassicHttpRequest drop(String token, String json) {
        var post = new HttpPost(address + Request.dropPath("apache"));
        post.setHeader(TOKEN_HEADER, token);
        post.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
        return post;
    }

    private ClassicHttpRequest get(String target) {
        var get = new HttpGet(address + target);
        get.setHeader(TOKEN_HEADER, token());
        return get;
    }

    private static int status(CloseableHttpClient client, ClassicHttpRequest request) throws IOException {
        return client.execute(request, response -> {
            EntityUtils.consume(response.getEntity());
            return response.getCode();
        });
    }

    private int status(OkHttpClient client, String json, String eventId, String token) throws IOException {
        var request = new okhttp3.Request.Builder()
                .url(address + Request.dropPath(eventId))
                .header(TOKEN_HEADER, token)
                .header("Content-Encoding", "gzip")
                .post(RequestBody.create(gzip(json), MediaType.get("application/json; charset=utf-8")))
                .build();
        try (var response = client.newCall(request).execute()) {
            return response.code();
        }
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String token() {
        return RunningPlatform.token("player");
    }
}
