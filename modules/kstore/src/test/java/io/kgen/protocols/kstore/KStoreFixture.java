package io.kgen.protocols.kstore;

import static io.kgen.protocols.sandbox.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.kstore.RedeemCodeReply;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** The module on a real PostgreSQL, with a fake of the users module. */
@ExtendWith({SandboxExtension.class, VertxExtension.class})
abstract class KStoreFixture {

    static final String URL = "https://store.example/store";
    static final String STORE = "k-store";
    static final String PHONE = "+49 176 12345678";

    static Vertx vertx;
    static Sandbox sandbox;
    static StoredCodes stored;

    final FakeUsers users = new FakeUsers();
    final PlayerId player = new PlayerId("issuer", UUID.randomUUID().toString());

    KStoreHarness node;
    BusServer usersServer;

    @BeforeAll
    static void start(Sandbox injectedSandbox, Vertx injectedVertx) {
        sandbox = injectedSandbox;
        vertx = injectedVertx;
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, KStoreVerticle.SCHEMA));
        stored = StoredCodes.connect(vertx, sandbox.postgres());
    }

    @AfterEach
    void undeploy() {
        node.stop();
        if (usersServer != null) {
            result(usersServer.close());
        }
    }

    void deploy() {
        deploy(URL, Duration.ofSeconds(90));
    }

    void deploy(String url, Duration codeTtl) {
        usersServer = users.serveOn(vertx);
        deployWithoutUsers(url, codeTtl);
    }

    void deployWithoutUsers(String url, Duration codeTtl) {
        node = KStoreHarness.start(
                vertx, new KStoreConfig(TestPostgres.config(sandbox.postgres()), url, STORE, codeTtl));
    }

    Future<RedeemCodeReply> redeem(String code) {
        return node.redeem(STORE, code);
    }

    static RedeemCodeReply redeemed(PlayerId player) {
        return new RedeemCodeReply(player.issuer(), player.userId(), "client___" + player.userId(), "0xwallet", PHONE);
    }

    static void assertRejected(Future<?> redemption) {
        assertFails(redemption, FailureCode.NOT_FOUND);
        assertThat(redemption.cause()).hasMessage("the code is not valid");
    }

    static void assertFails(Future<?> future, FailureCode code) {
        result(future.otherwiseEmpty());
        assertThat(future.cause())
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
