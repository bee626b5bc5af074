package io.kgen.protocols.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusPublisherTest {

    private static final Instant AT = Instant.parse("2026-11-24T12:00:00.123456Z");

    record News(String name, Instant at) {}

    /** What fails to be written as JSON. */
    record Unspeakable(String name) {

        @Override
        public String name() {
            throw new IllegalStateException("on purpose");
        }
    }

    private static final Topic<News> HAPPENED = Topic.of("test.happened", News.class);

    private final Vertx vertx = Vertx.vertx();
    private final BusPublisher publisher = new BusPublisher(vertx);
    private final LinkedBlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aListenerWithoutOurClassesGetsPlainJson() throws InterruptedException {
        vertx.eventBus()
                .consumer("test.happened", message -> heard.add(message.body()))
                .completion()
                .await();

        publisher.publisher(HAPPENED).accept(new News("it", AT));

        assertThat(next()).isEqualTo(new JsonObject().put("name", "it").put("at", "2026-11-24T12:00:00.123456Z"));
    }

    @Test
    void aListenerWithOurClassesGetsTheRecordUntilItCancels() throws InterruptedException {
        var subscription = new BusClient(vertx).subscribe(HAPPENED, heard::add).await();
        publisher.publisher(HAPPENED).accept(new News("it", AT));
        assertThat(next()).isEqualTo(new News("it", AT));

        subscription.cancel().await();

        assertThat(publisher
                        .publisherWithReceipt(HAPPENED)
                        .publish(new News("unheard", AT))
                        .await())
                .isFalse();
        assertThat(heard).isEmpty();
    }

    @Test
    void eachOfSeveralListenersGetsACopyOfItsOwn() throws InterruptedException {
        for (var i = 0; i < 2; i++) {
            vertx.eventBus()
                    .<JsonObject>consumer(
                            "test.happened", message -> heard.add(message.body().put("seen", true)))
                    .completion()
                    .await();
        }

        publisher.publisher(HAPPENED).accept(new News("it", AT));

        assertThat(next()).isEqualTo(next()).isNotNull();
    }

    @Test
    void aListenerThatThrowsKeepsNobodyElseFromHearing() throws InterruptedException {
        var bus = new BusClient(vertx);
        bus.subscribe(HAPPENED, news -> {
                    throw new IllegalStateException("on purpose");
                })
                .await();
        bus.subscribe(HAPPENED, heard::add).await();

        publisher.publisher(HAPPENED).accept(new News("it", AT));

        assertThat(next()).isEqualTo(new News("it", AT));
    }

    @Test
    void whatNobodyHearsFailsNobody() {
        publisher.publisher(HAPPENED).accept(new News("unheard", AT));

        assertThat(publisher
                        .publisherWithReceipt(HAPPENED)
                        .publish(new News("unheard", AT))
                        .await())
                .isFalse();
    }

    @Test
    void whatCannotBeWrittenFailsNobody() {
        var unspeakable = Topic.of("test.unspeakable", Unspeakable.class);

        publisher.publisher(unspeakable).accept(new Unspeakable("it"));

        assertThat(publisher
                        .publisherWithReceipt(unspeakable)
                        .publish(new Unspeakable("it"))
                        .await())
                .isFalse();
    }

    @Test
    void whoAsksIsToldThatSomebodyListens() throws InterruptedException {
        new BusClient(vertx).subscribe(HAPPENED, heard::add).await();

        assertThat(publisher
                        .publisherWithReceipt(HAPPENED)
                        .publish(new News("it", AT))
                        .await())
                .isTrue();
        assertThat(next()).isEqualTo(new News("it", AT));
    }

    private Object next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }
}
