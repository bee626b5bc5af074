package io.kgen.protocols.gateway.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.MonthSummary;
import io.kgen.protocols.contracts.analytics.ParticipationSummary;
import io.kgen.protocols.contracts.analytics.SummarizeParticipations;
import io.kgen.protocols.gateway.auth.PlayerAuthHandler;
import io.kgen.protocols.gateway.http.JsonResponses;
import io.kgen.protocols.gateway.http.QueryParameters;
import io.kgen.protocols.gateway.http.RequestFilter;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Set;

/** {@code GET summary}: what the caller's participations add up to, as a whole and month by month. */
public final class SummarizeParticipationsHandler implements Handler<RoutingContext> {

    public static final Set<String> PARAMETERS = Set.of("from", "to", "type", "mode", "result");

    private final BusClient bus;

    public SummarizeParticipationsHandler(BusClient bus) {
        this.bus = bus;
    }

    @Override
    public void handle(RoutingContext context) {
        bus.call(AnalyticsOperations.PARTICIPATION_SUMMARY, request(context), RequestFilter.call(context))
                .map(SummarizeParticipationsHandler::body)
                .onSuccess(body -> JsonResponses.ok(context, body))
                .onFailure(context::fail);
    }

    private static SummarizeParticipations request(RoutingContext context) {
        var player = PlayerAuthHandler.of(context);
        var query = QueryParameters.of(context);
        return new SummarizeParticipations(
                player,
                query.time("from"),
                query.time("to"),
                query.text("type"),
                query.text("mode"),
                query.text("result"));
    }

    private static Buffer body(ParticipationSummary summary) {
        return JsonResponses.json(json -> {
            json.writeStartObject();
            json.writeNumberField("played", summary.played());
            json.writeNumberField("won", summary.won());
            json.writeNumberField("lost", summary.lost());
            JsonResponses.number(json, "staked", summary.staked());
            JsonResponses.number(json, "amountWon", summary.amountWon());
            JsonResponses.number(json, "net", summary.net());
            json.writeArrayFieldStart("byMonth");
            for (var month : summary.byMonth()) {
                write(json, month);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, MonthSummary month) throws IOException {
        json.writeStartObject();
        json.writeStringField("month", month.month());
        json.writeNumberField("played", month.played());
        json.writeNumberField("won", month.won());
        JsonResponses.number(json, "staked", month.staked());
        JsonResponses.number(json, "amountWon", month.amountWon());
        json.writeEndObject();
    }
}
