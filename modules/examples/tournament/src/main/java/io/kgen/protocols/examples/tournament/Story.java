package io.kgen.protocols.examples.tournament;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Participation;
import io.kgen.protocols.contracts.analytics.ParticipationPage;
import io.kgen.protocols.contracts.analytics.ParticipationSummary;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The first tournament of a player; prints each step. No line contains a phone number, because it must not be logged. */
final class Story {

    private static final BigDecimal PRIZE = BigDecimal.valueOf(500);
    private static final BigDecimal PRIZE_AS_CORRECTED = new BigDecimal("450.50");
    private static final int EVENT_TIMEOUT_SECONDS = 10;

    private final Tournament tournament;
    private final PlayerId player;
    private final Consumer<String> out;

    Story(Tournament tournament, PlayerId player, Consumer<String> out) {
        this.tournament = tournament;
        this.player = player;
        this.out = out;
    }

    Future<Void> run(String phone, String match) {
        return register(phone).compose(registered -> play(match)).compose(played -> read());
    }

    /** Subscribes first, so that it does not miss the event of the link. */
    private Future<Void> register(String phone) {
        var received = Promise.<LinkedNumberChanged>promise();
        return tournament
                .subscribe(changed -> {
                    if (changed.player().equals(player)) {
                        received.tryComplete(changed);
                    }
                })
                .compose(subscription -> tournament
                        .link(player, phone)
                        .onSuccess(linked -> out.accept("linked a number to player " + linked.userId()))
                        .compose(linked -> received.future().timeout(EVENT_TIMEOUT_SECONDS, TimeUnit.SECONDS))
                        .onSuccess(changed -> out.accept("received: the number of player " + changed.userId() + " was "
                                + changed.change().wireName()))
                        .compose(changed -> subscription.cancel()));
    }

    private Future<Void> play(String match) {
        return record("result", match, 1, PRIZE)
                .compose(done -> record("the same again", match, 1, PRIZE))
                .compose(done -> record("its correction", match, 2, PRIZE_AS_CORRECTED))
                .compose(done -> record("the first, late", match, 1, PRIZE))
                .compose(done -> finish("event", match))
                .compose(done -> finish("the same again", match));
    }

    private Future<Void> record(String what, String match, long revision, BigDecimal won) {
        return tournament
                .record(player, match, revision, won)
                .onSuccess(
                        recorded -> out.accept(what + ": " + recorded.status().wireName()))
                .mapEmpty();
    }

    private Future<Void> finish(String what, String match) {
        return tournament
                .finished(player, match)
                .onSuccess(
                        recorded -> out.accept(what + ": " + recorded.status().wireName()))
                .mapEmpty();
    }

    private Future<Void> read() {
        return tournament
                .history(player)
                .onSuccess(this::print)
                .compose(history -> tournament.summary(player))
                .onSuccess(this::print)
                .mapEmpty();
    }

    private void print(ParticipationPage history) {
        history.participations().forEach(this::print);
    }

    private void print(Participation played) {
        out.accept("history: %s %s, staked %s, won %s"
                .formatted(played.type(), played.result(), played.buyInStake(), played.amountWon()));
    }

    private void print(ParticipationSummary summary) {
        out.accept("summary: played %d, won %d, net %s".formatted(summary.played(), summary.won(), summary.net()));
    }
}
