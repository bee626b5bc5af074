package io.kgen.protocols.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class BusPublisherTest {

    private static final Instant AT = Instant.parse("2026-11-24T12:00:00.123456Z");

    record Notice(String name, Instant at) {}

    /** A record that cannot be serialized as JSON. */
    record Unserializable(String name) {

        @Override
        public String name() {
            throw new IllegalStateException("on purpose");
        }
    }

    private static final Topic<Notice> HAPPENED = Topic.of("test.happened", Notice.class);

    private final LinkedBlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private BusPublisher publisher;

    @BeforeEach
    void open(Vertx vertx) {
        this.vertx = vertx;
        publisher = new BusPublisher(vertx);
    }

    @Test
    void aSubscriberWithoutTheRecordClassReceivesPlainJson() throws InterruptedException {
        vertx.eventBus()
                .consumer("test.happened", message -> received.add(message.body()))
                .completion()
                .await();

        publisher.publisher(HAPPENED).accept(new Notice("it", AT));

        assertThat(next()).isEqualTo(new JsonObject().put("name", "it").put("at", "2026-11-24T12:00:00.123456Z"));
    }

    @Test
    void aSubscriberWithTheRecordClassReceivesTheRecordUntilItCancels() throws InterruptedException {
        var subscription =
                new BusClient(vertx).subscribe(HAPPENED, received::add).await();
        publisher.publisher(HAPPENED).accept(new Notice("it", AT));
        assertThat(next()).isEqualTo(new Notice("it", AT));

        subscription.cancel().await();

        assertThat(publisher
                        .publisherWithReceipt(HAPPENED)
                        .publish(new Notice("without a subscriber", AT))
                        .await())
                .isFalse();
        assertThat(received).isEmpty();
    }

    @Test
    void eachSubscriberReceivesItsOwnCopy() throws InterruptedException {
        for (var i = 0; i < 2; i++) {
            vertx.eventBus()
                    .<JsonObject>consumer(
                            "test.happened",
                            message -> received.add(message.body().put("seen", true)))
                    .completion()
                    .await();
        }

        publisher.publisher(HAPPENED).accept(new Notice("it", AT));

        assertThat(next()).isEqualTo(next()).isNotNull();
    }

    @Test
    void aSubscriberThatThrowsDoesNotAffectTheOthers() throws InterruptedException {
        var bus = new BusClient(vertx);
        bus.subscribe(HAPPENED, notice -> {
                    throw new IllegalStateException("on purpose");
                })
                .await();
        bus.subscribe(HAPPENED, received::add).await();

        publisher.publisher(HAPPENED).accept(new Notice("it", AT));

        assertThat(next()).isEqualTo(new Notice("it", AT));
    }

    @Test
    void publishingWithoutASubscriberDoesNotFail() {
        publisher.publisher(HAPPENED).accept(new Notice("without a subscriber", AT));

        assertThat(publisher
                        .publisherWithReceipt(HAPPENED)
                        .publish(new Notice("without a subscriber", AT))
                        .await())
                .isFalse();
    }

    @Test
    void publishingAnUnserializableRecordDoesNotFail() {
        var unserializable = Topic.of("test.unserializable", Unserializable.class);

        publisher.publisher(unserializable).accept(new Unserializable("it"));

        assertThat(publisher
                        .publisherWithReceipt(unserializable)
                        .publish(new Unserializable("it"))
                        .await())
                .isFalse();
    }

    @Test
    void theReceiptReportsThatASubscriberExists() throws InterruptedException {
        new BusClient(vertx).subscribe(HAPPENED, received::add).await();

        assertThat(publisher
                        .publisherWithReceipt(HAPPENED)
                        .publish(new Notice("it", AT))
                        .await())
                .isTrue();
        assertThat(next()).isEqualTo(new Notice("it", AT));
    }

    private Object next() throws InterruptedException {
        return received.poll(10, TimeUnit.SECONDS);
    }
}
