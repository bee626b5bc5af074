package io.kgen.protocols.kstore;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.PlayerId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;

/** Counts the codes that another store issues, redeems, refuses and revokes. */
final class MeteredCodeStore implements CodeStore {

    private final CodeStore codes;
    private final Counter issued;
    private final Counter redeemed;
    private final Counter unknown;
    private final Counter used;
    private final Counter changed;
    private final Counter revoked;

    MeteredCodeStore(CodeStore codes, MeterRegistry registry) {
        this.codes = codes;
        issued = counter("issued", "Codes issued").register(registry);
        redeemed = counter("redeemed", "Codes redeemed").register(registry);
        revoked = counter("revoked", "Codes revoked, because the number has changed or the player was erased")
                .register(registry);
        unknown = refused("unknown").register(registry);
        used = refused("used").register(registry);
        changed = refused("changed").register(registry);
    }

    private static Counter.Builder counter(String what, String description) {
        return Counter.builder("kstore.codes." + what).description(description);
    }

    private static Counter.Builder refused(String reason) {
        return counter("refused", "Attempts to redeem a code that is not valid").tag("reason", reason);
    }

    @Override
    public Future<Void> add(IssuedCode code, long deadline) {
        return codes.add(code, deadline).onSuccess(added -> issued.increment());
    }

    @Override
    public Future<Optional<IssuedCode>> find(Buffer hash, String store) {
        return codes.find(hash, store).onSuccess(found -> {
            if (found.isEmpty()) {
                unknown.increment();
            }
        });
    }

    @Override
    public Future<Boolean> use(Buffer hash, String store, long deadline) {
        return codes.use(hash, store, deadline).onSuccess(won -> (won ? redeemed : used).increment());
    }

    /** Called when a code is presented after the number that it was issued for has changed. */
    @Override
    public Future<Void> revoke(Buffer hash, long deadline) {
        return codes.revoke(hash, deadline).onSuccess(done -> changed.increment());
    }

    @Override
    public Future<Integer> revokeIssuedBefore(PlayerId player, Instant time, long deadline) {
        return codes.revokeIssuedBefore(player, time, deadline).onSuccess(revoked::increment);
    }

    @Override
    public Future<Integer> erase(PlayerId player, CallContext call) {
        return codes.erase(player, call).onSuccess(revoked::increment);
    }
}
