package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.ProcessCluster;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Ports;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS: a node without a certificate of the cluster's authority can neither send nor receive on the bus. */
class BusTlsIT {

    private static final ClusterTls NONE = new ClusterTls("", "", "");
    private static final Operation<Word, Word> ECHO =
            Operation.of("test.echo", Word.class, Word.class).withTimeout(Duration.ofSeconds(10));
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

    record Word(String text) {}

    @TempDir
    private Path directory;

    private final int port = Ports.free();
    private final AtomicInteger received = new AtomicInteger();
    private final List<ClusterNode> members = new ArrayList<>();

    @AfterEach
    void leave() {
        Collections.reverse(members);
        members.forEach(member -> Await.result(member.leave()));
    }

    @Test
    void nodesWithCertificatesOfTheAuthorityExchangeMessages() throws Exception {
        var certificate = NodeCertificate.make(directory);
        serve(member(port, certificate.withTrustedAuthority(certificate)));
        var caller = member(Ports.free(), certificate.withTrustedAuthority(certificate));

        assertThat(Await.result(echo(caller, ECHO)).text()).isEqualTo("hello");
    }

    @Test
    void aNodeWithoutATrustedCertificateCannotReachTheBus() throws Exception {
        var certificate = NodeCertificate.make(directory);
        var foreign = NodeCertificate.make(directory);
        serve(member(port, certificate.withTrustedAuthority(certificate)));
        var plain = member(Ports.free(), NONE);
        var untrusted = member(Ports.free(), foreign.withTrustedAuthority(certificate));

        var brief = ECHO.withTimeout(CALL_TIMEOUT);
        assertThat(Await.failure(echo(plain, brief), ServiceException.class).code())
                .isEqualTo(FailureCode.TIMEOUT);
        assertThat(Await.failure(echo(untrusted, brief), ServiceException.class).code())
                .isEqualTo(FailureCode.TIMEOUT);
        assertThat(received).hasValue(0);
    }

    private static Future<Word> echo(ClusterNode caller, Operation<Word, Word> operation) {
        return new BusClient(caller.vertx()).call(operation, new Word("hello"), CallContext.root());
    }

    private void serve(ClusterNode node) {
        Await.result(new BusServer(node.vertx())
                .serve(ECHO, word -> {
                    received.incrementAndGet();
                    return Future.succeededFuture(word);
                })
                .started());
        Await.result(node.register());
    }

    private ClusterNode member(int memberPort, ClusterTls tls) {
        var config = new ClusterConfig(
                true,
                new Secret(ProcessCluster.CLUSTER),
                ProcessCluster.LOOPBACK,
                memberPort,
                List.of(ProcessCluster.LOOPBACK + ":" + port),
                "",
                0,
                tls);
        var member = Await.result(ClusterNode.join(new VertxOptions().setEventLoopPoolSize(1), config));
        members.add(member);
        return member;
    }
}
