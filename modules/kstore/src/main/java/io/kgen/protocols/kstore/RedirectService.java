package io.kgen.protocols.kstore;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.kstore.GenerateRedirect;
import io.kgen.protocols.contracts.kstore.Redirect;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.vertx.core.Future;

/** Generates the URL of the store for a player: with a code if the player has a linked number, else without one. */
final class RedirectService {

    private final StoreUrl url;
    private final String store;
    private final LinkedNumberLookup numbers;
    private final CodeStore codes;

    RedirectService(StoreUrl url, String store, LinkedNumberLookup numbers, CodeStore codes) {
        this.url = url;
        this.store = store;
        this.numbers = numbers;
        this.codes = codes;
    }

    Future<Redirect> generate(GenerateRedirect request, CallContext call) {
        var player = request.player();
        return numbers.find(player, call)
                .compose(number -> number.map(linked -> withCode(player, linked, call))
                        .orElseGet(() -> Future.succeededFuture(new Redirect(url.bare()))));
    }

    private Future<Redirect> withCode(PlayerId player, LinkedNumber number, CallContext call) {
        var code = OneTimeCode.random();
        return codes.add(IssuedCode.of(code, player, store, number.linkedPhone()), call.deadline())
                .map(added -> new Redirect(url.with(code)));
    }
}
