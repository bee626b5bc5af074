package io.kgen.protocols.platform;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The limits of requests. A kind of request without a rate has no limit.
 *
 * @param player for each player, which is a user of an issuer
 * @param issuer for all players of an issuer together
 * @param service for each client of the bridge, and for the server of the store
 * @param requestsInFlight of the public listener of this node; 0 for no limit
 */
public record LimitsConfig(
        Map<RequestKind, Rate> player,
        Map<RequestKind, Rate> issuer,
        Map<RequestKind, Rate> service,
        int requestsInFlight) {

    /** No limits. */
    public static final LimitsConfig NONE = new LimitsConfig(Map.of(), Map.of(), Map.of(), 0);

    private static final int MAX_IN_FLIGHT = 1_000_000;
    /** The second one is how YAML 1.1 reads the first one without quotes. */
    private static final Set<String> OFF = Set.of("off", "false");

    private static final String RULE = "must be off or a rate such as 20/s, 1200/m or 5000/h, which may be followed by"
            + " other rates for some kinds of requests, as in 20/s, write 3000/m, redirect off";

    public LimitsConfig {
        player = Map.copyOf(player);
        issuer = Map.copyOf(issuer);
        service = Map.copyOf(service);
    }

    public static LimitsConfig read(ConfigSection limits) {
        return new LimitsConfig(
                rates(limits, "player"),
                rates(limits, "issuer"),
                rates(limits, "service"),
                limits.number("requests-in-flight", 0, MAX_IN_FLIGHT));
    }

    private static Map<RequestKind, Rate> rates(ConfigSection limits, String name) {
        var items = limits.list(name);
        var rates = new EnumMap<RequestKind, Rate>(RequestKind.class);
        if (items.isEmpty() || !areValid(items, rates)) {
            limits.reject(name, RULE);
        }
        return rates;
    }

    /** The first item is for all kinds that no other item names. */
    private static boolean areValid(List<String> items, Map<RequestKind, Rate> rates) {
        var isValid = put(rates, List.of(RequestKind.values()), items.get(0));
        for (var item : items.subList(1, items.size())) {
            var words = item.split(" +", 2);
            var kind = kind(words[0]);
            isValid &= kind.isPresent() && words.length == 2 && put(rates, List.of(kind.get()), words[1]);
        }
        return isValid;
    }

    private static Optional<RequestKind> kind(String label) {
        return Arrays.stream(RequestKind.values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }

    private static boolean put(Map<RequestKind, Rate> rates, List<RequestKind> kinds, String text) {
        if (OFF.contains(text)) {
            rates.keySet().removeAll(kinds);
            return true;
        }
        var rate = Rate.parse(text);
        rate.ifPresent(parsed -> kinds.forEach(kind -> rates.put(kind, parsed)));
        return rate.isPresent();
    }
}
