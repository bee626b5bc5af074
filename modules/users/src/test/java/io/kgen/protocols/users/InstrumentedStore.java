package io.kgen.protocols.users;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Wraps the real store of one node: counts its reads and has a gate at each point where a race is possible. */
final class InstrumentedStore {

    final Gate beforeRead = new Gate();
    final Gate afterRead = new Gate();
    final Gate afterCommit = new Gate();

    private final AtomicInteger reads = new AtomicInteger();

    int reads() {
        return reads.get();
    }

    /** Wraps the store of one instance of the verticle. */
    LinkedNumberStore wrap(LinkedNumberStore numbers) {
        return new LinkedNumberStore() {

            @Override
            public Future<VersionedLink> find(PlayerId player) {
                reads.incrementAndGet();
                return beforeRead
                        .pass(null)
                        .compose(now -> numbers.find(player))
                        .compose(afterRead::pass);
            }

            @Override
            public Future<VersionedLink> link(LinkNumber link, String e164, CallContext call) {
                return numbers.link(link, e164, call).compose(afterCommit::pass);
            }

            @Override
            public Future<VersionedLink> unlink(PlayerId player, CallContext call) {
                return numbers.unlink(player, call).compose(afterCommit::pass);
            }

            @Override
            public Future<VersionedLink> erase(PlayerId player, CallContext call) {
                return numbers.erase(player, call).compose(afterCommit::pass);
            }
        };
    }
}
