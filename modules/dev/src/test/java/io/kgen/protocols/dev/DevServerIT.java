package io.kgen.protocols.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.app.cli.Cli;
import io.kgen.protocols.sandbox.SandboxException;
import io.kgen.protocols.sandbox.TestSql;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevServerIT {

    private static final Pattern TRY = Pattern.compile("# ([\\[{].*[\\]}])(?:, and .*)?\n(curl .*)\n");
    private static final Pattern HEADER = Pattern.compile("-H '([^:]+): ([^']+)'");
    /** The one-time code in the response to a nested curl command. */
    private static final Pattern NESTED =
            Pattern.compile("'\\$\\((curl .*) \\| sed 's/\\.\\*code=//; s/\"\\.\\*//'\\)'");

    private static final Pattern DATA = Pattern.compile("--data '([^']+)'");
    private static final Pattern OVER_THE_BRIDGE =
            Pattern.compile("# ([{].*[}])\npython3 .*\"127.0.0.1\", ([0-9]+).* f = b\"{3}(.*)\"{3}; .*\n");
    private static final Pattern URL = Pattern.compile("http://\\S+");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private DevServer server;

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void everyLineOfTheBannerProducesTheDocumentedResponse() throws Exception {
        var tries = tries(start());
        assertThat(tries).hasSize(6);
        for (var line : tries) {
            assertThat(answer(line.group(2))).isEqualTo(line.group(1));
        }
    }

    @Test
    void theBridgeLineProducesTheDocumentedReply() throws IOException {
        var line = OVER_THE_BRIDGE.matcher(start().text()).results().findFirst().orElseThrow();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(line.group(2)))) {
            var frame = line.group(3).getBytes(StandardCharsets.UTF_8);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(frame.length);
            out.write(frame);
            var in = new DataInputStream(socket.getInputStream());
            assertThat(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8))
                    .isEqualTo(line.group(1));
        }
    }

    @Test
    void aSecondStartKeepsThePlayersAndDoesNotReloadData() throws Exception {
        var before = events(start());
        server.stop();
        var banner = start();
        assertThat(events(banner)).isEqualTo(before).isPositive();
        for (var line : tries(banner)) {
            assertThat(answer(line.group(2))).isEqualTo(line.group(1));
        }
    }

    @Test
    void rejectsASecondServerInTheSameDirectory() throws Exception {
        start();
        assertThatThrownBy(() -> new DevServer(directory, Map.of()).start()).isInstanceOf(SandboxException.class);
    }

    @Test
    void acceptsTokensOfTheTokenCommand() throws Exception {
        var banner = start();
        var token = TokenCommand.parse(List.of("--issuer", "demo", "--user", "1234"))
                .mint(DevSecret.TOKENS.of(Map.of(), directory));
        var lookup = tries(banner).get(0);
        var pasted = HEADER.matcher(lookup.group(2)).replaceFirst("-H 'user-jwt-token: " + token + "'");
        assertThat(answer(pasted)).isEqualTo(lookup.group(1));
    }

    @Test
    void theCommandOfTheOperatorFindsTheNumber() throws Exception {
        var command = Pattern.compile("PLATFORM_MANAGEMENT_TOKEN=(\\S+) java .* -jar \\S+ (.*)\n")
                .matcher(start().text())
                .results()
                .findFirst()
                .orElseThrow();
        var out = new ByteArrayOutputStream();
        var cli = new Cli(
                Map.of("PLATFORM_MANAGEMENT_TOKEN", command.group(1)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err);

        assertThat(cli.run(command.group(2).split(" "))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).containsPattern("linkedPhone +1234567890");
    }

    private Banner start() throws IOException {
        server = new DevServer(
                directory,
                Map.of("PLATFORM_HTTP_PORT", "0", "PLATFORM_MANAGEMENT_PORT", "0", "PLATFORM_BRIDGE_PORT", "0"));
        return server.start();
    }

    private static List<MatchResult> tries(Banner banner) {
        return TRY.matcher(banner.text()).results().toList();
    }

    private static int events(Banner banner) {
        return Integer.parseInt(TestSql.rows(banner.postgres(), "SELECT count(*) FROM analytics.event")
                .get(0));
    }

    private static String code(String answer) {
        return answer.replaceFirst(".*code=", "").replaceFirst("\".*", "");
    }

    /** Sends the same request as the curl command of the line. */
    private String answer(String line) throws Exception {
        var nested = NESTED.matcher(line);
        var curl = nested.find() ? nested.replaceFirst(code(answer(nested.group(1)))) : line;
        var url = URL.matcher(curl).results().findFirst().orElseThrow().group();
        var request = HttpRequest.newBuilder(URI.create(url));
        HEADER.matcher(curl).results().forEach(header -> request.header(header.group(1), header.group(2)));
        var data = DATA.matcher(curl);
        if (data.find()) {
            request.POST(BodyPublishers.ofString(data.group(1)));
        } else if (curl.contains("-X POST")) {
            request.POST(BodyPublishers.noBody());
        }
        return http.send(request.build(), BodyHandlers.ofString()).body();
    }
}
