package io.kgen.protocols.analytics.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.EventRecorded;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventNotifierTest {

    private final List<EventRecorded> published = new ArrayList<>();
    private Future<Boolean> heard = Future.succeededFuture(true);
    private final EventNotifier news = new EventNotifier(event -> {
        published.add(event);
        return heard;
    });

    @Test
    void whoListensHearsOfEachStoredEventAndOfNoOther() {
        var outcomes = List.of(
                AppendResult.DUPLICATE,
                AppendResult.STORED,
                AppendResult.CONFLICT,
                AppendResult.STORED,
                AppendResult.UNKNOWN);

        news.appended(group("a", 5), outcomes);

        assertThat(ids()).containsExactly("a1", "a3");
        assertThat(published.get(0).issuer()).isEqualTo("issuer");
        assertThat(published.get(0).userId()).isEqualTo("user");
    }

    @Test
    void withoutListenersAGroupIsOnePublication() {
        heard = Future.succeededFuture(false);

        append("a", 500);
        append("b", 500);

        assertThat(ids()).containsExactly("a0", "b0");
    }

    @Test
    void aListenerWhoComesHearsTheNextGroupWhole() {
        heard = Future.succeededFuture(false);
        append("a", 2);
        heard = Future.succeededFuture(true);
        append("b", 2);

        assertThat(ids()).containsExactly("a0", "b0", "b1");
    }

    @Test
    void whileListenersAreLookedForWhatComesWaitsInItsOrder() {
        var search = Promise.<Boolean>promise();
        heard = search.future();
        append("a", 2);
        append("b", 2);
        append("c", 1);
        assertThat(ids()).containsExactly("a0");

        heard = Future.succeededFuture(true);
        search.complete(true);

        assertThat(ids()).containsExactly("a0", "a1", "b0", "b1", "c0");
    }

    @Test
    void whatWaitsIsBounded() {
        var search = Promise.<Boolean>promise();
        heard = search.future();
        append("a", 1);
        for (var i = 0; i < 30; i++) {
            append("b", 500);
        }

        heard = Future.succeededFuture(true);
        search.complete(true);

        assertThat(published).hasSize(1 + EventNotifier.MOST_WAITING);
    }

    @Test
    void nothingStoredPublishesNothing() {
        news.appended(group("a", 2), List.of(AppendResult.DUPLICATE, AppendResult.CONFLICT));

        assertThat(published).isEmpty();
    }

    private void append(String name, int events) {
        news.appended(group(name, events), Collections.nCopies(events, AppendResult.STORED));
    }

    private List<String> ids() {
        return published.stream().map(EventRecorded::eventId).toList();
    }

    private static List<RecordEvent> group(String name, int events) {
        return IntStream.range(0, events)
                .mapToObj(i -> new RecordEvent(new PlayerId("issuer", "user"), name + i, Attributes.NONE))
                .toList();
    }
}
