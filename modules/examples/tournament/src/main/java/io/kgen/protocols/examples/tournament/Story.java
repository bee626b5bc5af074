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

/** A player's first tournament, told line by line. A phone number is in none of them, nor should it be in a log of yours. */
final class Story {

    private static final BigDecimal PRIZE = BigDecimal.valueOf(500);
    private static final BigDecimal PRIZE_AS_CORRECTED = new BigDecimal("450.50");
    private static final int PATIENCE_SECONDS = 10;

    private final Tournament tournament;
    private final PlayerId player;
    private final Consumer<String> out;

    Story(Tournament tournament, PlayerId player, Consumer<String> out) {
        this.tournament = tournament;
        this.player = player;
        this.out = out;
    }

    Future<Void> tell(String phone, String match) {
        return register(phone).compose(registered -> play(match)).compose(played -> look());
    }

    /** Listens first, so as not to miss what the link brings about. */
    private Future<Void> register(String phone) {
        var news = Promise.<LinkedNumberChanged>promise();
        return tournament
                .listen(changed -> {
                    if (changed.player().equals(player)) {
                        news.tryComplete(changed);
                    }
                })
                .compose(listening -> tournament
                        .link(player, phone)
                        .onSuccess(linked -> out.accept("linked a number to player " + linked.userId()))
                        .compose(linked -> news.future().timeout(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .onSuccess(heard -> out.accept("heard that a number was "
                                + heard.change().wireName() + ", of player " + heard.userId()))
                        .compose(heard -> listening.cancel()));
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

    private Future<Void> look() {
        return tournament
                .history(player)
                .onSuccess(this::print)
                .compose(seen -> tournament.summary(player))
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
