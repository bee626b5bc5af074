package io.kgen.protocols.gateway.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.kgen.protocols.contracts.analytics.Participation;
import io.kgen.protocols.contracts.analytics.ParticipationPage;
import io.kgen.protocols.gateway.auth.PlayerAuthHandler;
import io.kgen.protocols.gateway.http.JsonResponses;
import io.kgen.protocols.gateway.http.QueryParameters;
import io.kgen.protocols.gateway.http.RequestFilter;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code GET historic}: how the caller has fared, a bare array, newest first; the next page's cursor is in a header. */
public final class ListParticipationsHandler implements Handler<RoutingContext> {

    public static final Set<String> PARAMETERS = Set.of("limit", "cursor", "from", "to", "type", "mode", "result");

    private static final CharSequence NEXT_CURSOR = HttpHeaders.createOptimized("X-Next-Cursor");
    private static final Pattern INTEGER = Pattern.compile("\\d{1,9}");

    private final BusClient bus;

    public ListParticipationsHandler(BusClient bus) {
        this.bus = bus;
    }

    @Override
    public void handle(RoutingContext context) {
        bus.call(AnalyticsOperations.LIST_PARTICIPATIONS, request(context), RequestFilter.call(context))
                .onSuccess(page -> answer(context, page))
                .onFailure(context::fail);
    }

    private static ListParticipations request(RoutingContext context) {
        var player = PlayerAuthHandler.of(context);
        var query = QueryParameters.of(context);
        return new ListParticipations(
                player,
                query.as(
                        "limit", ListParticipationsHandler::limit, "must be from 1 to " + ListParticipations.MAX_LIMIT),
                query.nonEmptyText("cursor"),
                query.time("from"),
                query.time("to"),
                query.text("type"),
                query.text("mode"),
                query.text("result"));
    }

    private static int limit(String text) {
        var limit = INTEGER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > ListParticipations.MAX_LIMIT) {
            throw new IllegalArgumentException(text);
        }
        return limit;
    }

    private static void answer(RoutingContext context, ParticipationPage page) {
        if (page.nextCursor() != null) {
            context.response().putHeader(NEXT_CURSOR, page.nextCursor());
        }
        JsonResponses.ok(context, JsonResponses.json(json -> {
            json.writeStartArray();
            for (var participation : page.participations()) {
                write(json, participation);
            }
            json.writeEndArray();
        }));
    }

    private static void write(JsonGenerator json, Participation participation) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", participation.type());
        JsonResponses.number(json, "typeValue", participation.typeValue());
        json.writeStringField("result", participation.result());
        json.writeStringField(
                "occurredAtText",
                participation.occurredAt() == null
                        ? ""
                        : participation.occurredAt().toString());
        json.writeStringField("mode", participation.mode());
        JsonResponses.number(json, "buyInStake", participation.buyInStake());
        JsonResponses.number(json, "amountWon", participation.amountWon());
        json.writeEndObject();
    }
}
