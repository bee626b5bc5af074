package io.kgen.protocols.examples.tournament;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.member.Membership;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Joins the cluster, runs the story of a new player, and leaves. */
final class Main {

    private static final String ISSUER = "demo";
    private static final int ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private Main() {}

    public static void main(String[] args) {
        try {
            var vertx = Membership.of(System.getenv()).join().await();
            play(vertx).await();
            vertx.close().await();
        } catch (ServiceException failure) {
            exit(failure.code() + ": " + failure.getMessage());
        } catch (IllegalStateException failure) {
            exit(failure.getMessage());
        } catch (Exception failure) {
            // The event loops that still run would keep the JVM alive.
            exit(failure.toString());
        }
    }

    private static Future<Void> play(Vertx vertx) {
        var retries = new Retries(vertx, ATTEMPTS, PAUSE);
        var tournament =
                new Tournament(new BusClient(vertx), retries, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        var player = new PlayerId(ISSUER, UUID.randomUUID().toString());
        return new Story(tournament, player, System.out::println)
                .run(phone(), UUID.randomUUID().toString());
    }

    /** A random valid number. A real service gets the number from the player. */
    private static String phone() {
        return "+49176" + ThreadLocalRandom.current().nextInt(10_000_000, 100_000_000);
    }

    private static void exit(String reason) {
        System.err.println("tournament: " + reason);
        System.exit(1);
    }
}
