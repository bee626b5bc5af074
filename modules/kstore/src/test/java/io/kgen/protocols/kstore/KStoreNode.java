package io.kgen.protocols.kstore;

import static io.kgen.protocols.contracts.kstore.KStoreOperations.ERASE;
import static io.kgen.protocols.contracts.kstore.KStoreOperations.GENERATE_REDIRECT;
import static io.kgen.protocols.contracts.kstore.KStoreOperations.REDEEM_CODE;
import static io.kgen.protocols.sandbox.Await.result;

import io.kgen.protocols.contracts.BusClient;
import io.kgen.protocols.contracts.Call;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.PlayerErased;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.kstore.GenerateRedirect;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.kgen.protocols.contracts.kstore.RedeemedPlayer;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.IntStream;

/** Two instances of the verticle, and a caller of theirs on the bus. */
final class KStoreNode {

    private final Vertx vertx;
    private final BusClient bus;
    private final String deployment;

    private KStoreNode(Vertx vertx, String deployment) {
        this.vertx = vertx;
        this.bus = new BusClient(vertx);
        this.deployment = deployment;
    }

    static KStoreNode start(Vertx vertx, KStoreConfig config) {
        var instances = new DeploymentOptions().setInstances(2);
        return new KStoreNode(vertx, result(vertx.deployVerticle(KStoreVerticle.instances(config), instances)));
    }

    void stop() {
        result(vertx.undeploy(deployment));
    }

    Future<String> redirect(PlayerId player) {
        return redirect(player, Call.fresh());
    }

    Future<String> redirect(PlayerId player, Call call) {
        return bus.call(GENERATE_REDIRECT, new GenerateRedirect(player.issuer(), player.userId()), call)
                .map(redirect -> redirect.url());
    }

    String code(PlayerId player) {
        var url = result(redirect(player));
        return url.substring(url.indexOf("code=") + "code=".length());
    }

    /** One after the other, oldest first. */
    List<String> codes(PlayerId player, int count) {
        return IntStream.range(0, count).mapToObj(i -> code(player)).toList();
    }

    Future<PlayerErased> erase(PlayerId player) {
        return bus.call(ERASE, new ErasePlayer(player.issuer(), player.userId()), Call.fresh());
    }

    Future<RedeemedPlayer> redeem(String store, String code) {
        return bus.call(REDEEM_CODE, new RedeemCode(store, code), Call.fresh());
    }
}
