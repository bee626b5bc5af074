package io.kgen.protocols.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.CapturedSpans;
import io.kgen.protocols.app.support.ClusterInJvm;
import io.kgen.protocols.app.support.ContractClient;
import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A trace goes on in the node that serves the operation. */
@ExtendWith(SandboxExtension.class)
class TracedClusterIT {

    @Test
    void aTraceGoesThroughTheBusBetweenTwoNodes(Sandbox sandbox) {
        var ofGateway = new CapturedSpans();
        var ofServices = new CapturedSpans();
        try (var cluster = new ClusterInJvm(sandbox)) {
            cluster.join(Map.of("PLATFORM_ROLES", "users,analytics,kstore"), ofServices);
            var gateway = cluster.join(Map.of("PLATFORM_ROLES", "gateway"), ofGateway);
            var token = PlayerToken.of("issuer", "player").signedBy(NodeProcess.SECRET);
            var trace = CapturedSpans.newTrace();

            var answer = new ContractClient(gateway.httpPort())
                    .send(Request.drop("e", "{}").by(token).with("traceparent", CapturedSpans.traceparent(trace)));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(ofGateway.unbroken(trace))
                    .containsExactly(
                            "CLIENT analytics.event.record",
                            "SERVER POST /fe/analytics/px-tracker/events/{eventID}/drop");
            var call = ofGateway.of(trace).get(0);
            assertThat(ofServices.all())
                    .filteredOn(span -> span.getParentSpanId().equals(call.getSpanId()))
                    .singleElement()
                    .satisfies(span -> assertThat(span.getName()).isEqualTo("analytics.event.record"));
            assertThat(ofServices.all())
                    .filteredOn(span -> span.getTraceId().equals(trace))
                    .extracting(span -> span.getName())
                    .contains("group commit", "postgresql SELECT");
        }
    }
}
