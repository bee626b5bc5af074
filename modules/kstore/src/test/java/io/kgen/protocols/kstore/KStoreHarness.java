package io.kgen.protocols.kstore;

import static io.kgen.protocols.contracts.kstore.KStoreOperations.ERASE;
import static io.kgen.protocols.contracts.kstore.KStoreOperations.GENERATE_REDIRECT;
import static io.kgen.protocols.contracts.kstore.KStoreOperations.REDEEM_CODE;
import static io.kgen.protocols.sandbox.Await.result;

import io.kgen.protocols.audit.AuditKey;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.kstore.GenerateRedirect;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.kgen.protocols.contracts.kstore.RedeemCodeReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.IntStream;

/** The verticles of the module as a node deploys them, and calls to them over the bus. */
final class KStoreHarness {

    static final AuditKey AUDIT_KEY = AuditKey.of("the key of the hashes in the audit log");

    private final Vertx vertx;
    private final BusClient bus;
    private final List<String> deployments;

    private KStoreHarness(Vertx vertx, List<String> deployments) {
        this.vertx = vertx;
        this.bus = new BusClient(vertx);
        this.deployments = deployments;
    }

    static KStoreHarness start(Vertx vertx, KStoreConfig config) {
        var meters = new SimpleMeterRegistry();
        var perEventLoop = new DeploymentOptions().setInstances(2);
        return new KStoreHarness(
                vertx,
                List.of(
                        result(vertx.deployVerticle(
                                new KStoreRevocationVerticle(config, AUDIT_KEY, meters, CallMetrics.NONE))),
                        result(vertx.deployVerticle(
                                KStoreVerticle.instances(config, AUDIT_KEY, meters, CallMetrics.NONE), perEventLoop))));
    }

    void stop() {
        deployments.forEach(deployment -> result(vertx.undeploy(deployment)));
    }

    Future<String> redirect(PlayerId player) {
        return redirect(player, CallContext.root());
    }

    Future<String> redirect(PlayerId player, CallContext call) {
        return bus.call(GENERATE_REDIRECT, new GenerateRedirect(player), call).map(redirect -> redirect.url());
    }

    String code(PlayerId player) {
        var url = result(redirect(player));
        return url.substring(url.indexOf("code=") + "code=".length());
    }

    /** Issues codes in sequence, oldest first. */
    List<String> codes(PlayerId player, int count) {
        return IntStream.range(0, count).mapToObj(i -> code(player)).toList();
    }

    Future<ErasePlayerReply> erase(PlayerId player) {
        return bus.call(ERASE, new ErasePlayer(player), CallContext.root());
    }

    Future<RedeemCodeReply> redeem(String store, String code) {
        return bus.call(REDEEM_CODE, new RedeemCode(store, code), CallContext.root());
    }
}
