package io.kgen.protocols.app.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, whose secret is in a file, as Kubernetes mounts it. */
@ExtendWith(SandboxExtension.class)
class HangUpIT {

    private static final String NEXT = "the next secret of at least thirty-two bytes";

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void reloadsOnSighupAndWhenASymbolicLinkIsSwapped(Sandbox sandbox, @TempDir Path directory) throws Exception {
        var secret = directory.resolve("secret");
        Files.writeString(directory.resolve("secret-1"), NodeProcess.SECRET);
        Files.writeString(directory.resolve("secret-2"), NEXT);
        Files.createSymbolicLink(secret, directory.resolve("secret-1"));
        var environment = NodeProcess.environment(sandbox);
        environment.remove("PLATFORM_AUTH_DEFAULT_SECRET");
        environment.put("PLATFORM_AUTH_DEFAULT_SECRET_FILE", secret.toString());
        try (var node = NodeProcess.start(environment)) {
            var port = node.awaitHttpPort();
            node.awaitLine("ready in");

            node.hangUp();
            node.awaitLine("reloaded the configuration: nothing has changed");
            assertThat(status(port, NodeProcess.SECRET)).isNotEqualTo(401);

            Files.delete(secret);
            Files.createSymbolicLink(secret, directory.resolve("secret-2"));
            Await.until(() -> status(port, NEXT) != 401);
            assertThat(status(port, NodeProcess.SECRET)).isEqualTo(401);

            node.terminate();
            assertThat(node.exitCode()).isZero();
            assertThat(node.log()).doesNotContain(NEXT, NodeProcess.SECRET);
        }
    }

    private int status(int port, String secret) {
        var lookup = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/fe/users/account/linked-mobile-number"))
                .header("user-jwt-token", PlayerToken.of("client", "user").signedBy(secret))
                .build();
        return client.sendAsync(lookup, BodyHandlers.ofString()).join().statusCode();
    }
}
