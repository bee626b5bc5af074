package io.kgen.protocols.app.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Parses an HTTP response. */
public final class RawAnswer {

    private RawAnswer() {}

    public static Answer parse(String bytes) {
        assertThat(bytes).startsWith("HTTP/1.").contains("\r\n\r\n");
        var head = bytes.substring(0, bytes.indexOf("\r\n\r\n")).split("\r\n", -1);
        var body = bytes.substring(bytes.indexOf("\r\n\r\n") + 4);
        var answer = new Answer(Integer.parseInt(head[0].split(" ", -1)[1]), headers(head), Buffer.buffer(body));
        assertThat(answer.header("Content-Length"))
                .isEqualTo(Integer.toString(answer.body().length()));
        return answer;
    }

    private static Map<String, List<String>> headers(String[] head) {
        var headers = new HashMap<String, List<String>>();
        for (var i = 1; i < head.length; i++) {
            var header = head[i].split(": ", 2);
            headers.computeIfAbsent(header[0].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header[1]);
        }
        return headers;
    }
}
