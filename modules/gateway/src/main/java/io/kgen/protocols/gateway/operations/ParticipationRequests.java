package io.kgen.protocols.gateway.operations;

import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.kgen.protocols.contracts.analytics.SummarizeParticipations;
import io.kgen.protocols.gateway.auth.PlayerAuthHandler;
import io.kgen.protocols.gateway.http.QueryParameters;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.regex.Pattern;

/** Maps query parameters to requests for a player's participations. */
public final class ParticipationRequests {

    public static final Set<String> LIST_PARAMETERS = Set.of("limit", "cursor", "from", "to", "type", "mode", "result");
    public static final Set<String> SUMMARY_PARAMETERS = Set.of("from", "to", "type", "mode", "result");

    private static final Pattern INTEGER = Pattern.compile("\\d{1,9}");

    private ParticipationRequests() {}

    public static ListParticipations list(RoutingContext context) {
        var query = QueryParameters.of(context);
        return new ListParticipations(
                PlayerAuthHandler.of(context),
                query.as("limit", ParticipationRequests::limit, "must be from 1 to " + ListParticipations.MAX_LIMIT),
                query.nonEmptyText("cursor"),
                query.time("from"),
                query.time("to"),
                query.text("type"),
                query.text("mode"),
                query.text("result"));
    }

    public static SummarizeParticipations summarize(RoutingContext context) {
        var query = QueryParameters.of(context);
        return new SummarizeParticipations(
                PlayerAuthHandler.of(context),
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
}
