package io.kgen.protocols.app.management;

import static io.kgen.protocols.app.support.ManagementClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.app.support.ManagementClient;
import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations of the bus, called by operators. */
@PlatformTest(configuration = "management: { token: " + OperationsEndpointIT.TOKEN + " }")
class OperationsEndpointIT {

    static final String TOKEN = "the-token-of-the-operators-long-enough";
    private static final String FIND = "/operations/users.linked-number.find";

    private RunningPlatform platform;
    private ManagementClient operator;

    @BeforeEach
    void connect(RunningPlatform platform) {
        this.platform = platform;
        this.operator = new ManagementClient(platform.managementPort(), TOKEN);
    }

    @Test
    void anOperationAnswersWithItsReply() {
        platform.link("management", "1", "9876543210");
        var response = operator.send("POST", FIND, "{\"issuer\":\"management\",\"userId\":\"1\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).getString("linkedPhone")).isEqualTo("9876543210");
    }

    @Test
    void anOperationChangesByTheSameRulesAsEveryCaller() {
        var link = "{\"issuer\":\"management\",\"userId\":\"%s\",\"phone\":\"9876543211\",\"region\":\"IN\"}";
        assertThat(operator.send("POST", "/operations/users.linked-number.link", link.formatted("2"))
                        .statusCode())
                .isEqualTo(200);
        var conflict = operator.send("POST", "/operations/users.linked-number.link", link.formatted("3"));
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(json(conflict).getString("error")).isEqualTo("CONFLICT");

        assertThat(operator.send(
                                "POST",
                                "/operations/users.linked-number.unlink",
                                "{\"issuer\":\"management\",\"userId\":\"2\"}")
                        .statusCode())
                .isEqualTo(200);
        var find = new FindLinkedNumber(new PlayerId("management", "2"));
        assertThatThrownBy(() -> platform.call(UsersOperations.FIND_LINKED_NUMBER, find))
                .isInstanceOf(ServiceException.class);
    }

    @Test
    void failuresOfAnOperationAreJson() {
        var unknown = operator.send("POST", "/operations/users.forget", "{}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).getString("msg")).contains("users.forget");

        var missing = operator.send("POST", FIND, "{\"issuer\":\"management\",\"userId\":\"none\"}");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(json(missing).getString("error")).isEqualTo("NOT_FOUND");

        for (var body :
                new String[] {"", "{", "[]", "7", "{\"issuer\":\"management\"}", "{\"issuer\":7,\"userId\":\"1\"}"}) {
            var invalid = operator.send("POST", FIND, body, "X-Request-Id", "my-id");
            assertThat(invalid.statusCode()).as(body).isEqualTo(400);
            assertThat(json(invalid).getString("error")).isEqualTo("INVALID");
            assertThat(json(invalid).getString("requestId")).isEqualTo("my-id");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", "600001", "99999999999"})
    void aTimeoutOutOfRangeIs400(String timeout) {
        var response =
                operator.send("POST", FIND, "{\"issuer\":\"management\",\"userId\":\"1\"}", "timeout-ms", timeout);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).getString("msg")).startsWith("timeout-ms must be a number");
    }

    @Test
    void aBodyAboveTheLimitIs413() throws IOException {
        try (var client = HttpClients.createDefault()) {
            var post = new HttpPost("http://127.0.0.1:" + platform.managementPort() + FIND);
            post.setHeader("Authorization", "Bearer " + TOKEN);
            post.setEntity(new StringEntity("x".repeat(BoundedBody.MAX_BYTES + 1), ContentType.APPLICATION_JSON));
            var status = client.execute(post, response -> response.getCode());
            assertThat(status).isEqualTo(413);
        }
    }

    @Test
    void nothingIsReadOfABodyWithoutTheToken() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), platform.managementPort())) {
            socket.getOutputStream()
                    .write(("POST " + FIND + " HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(response).startsWith("HTTP/1.1 401 ").containsIgnoringCase("connection: close");
        }
    }
}
