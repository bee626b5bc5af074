package io.kgen.protocols.kstore;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.kstore.GenerateRedirect;
import io.kgen.protocols.contracts.kstore.Redirect;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.vertx.core.Future;

/** Sends players to the store: with a code whoever has a linked number, to the bare address whoever has none. */
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
