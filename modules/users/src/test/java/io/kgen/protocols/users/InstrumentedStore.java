package io.kgen.protocols.users;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The real store of one node, with its reads counted and a gate at each place where a race can be lost. */
final class InstrumentedStore {

    final Gate beforeRead = new Gate();
    final Gate afterRead = new Gate();
    final Gate afterCommit = new Gate();

    private final AtomicInteger reads = new AtomicInteger();

    int reads() {
        return reads.get();
    }

    /** The store as one instance of the verticle uses it. */
    LinkedNumberStore watching(LinkedNumberStore numbers) {
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
            public Future<VersionedLink> link(LinkNumber link, String e164, long deadline) {
                return numbers.link(link, e164, deadline).compose(afterCommit::pass);
            }

            @Override
            public Future<VersionedLink> unlink(PlayerId player, long deadline) {
                return numbers.unlink(player, deadline).compose(afterCommit::pass);
            }
        };
    }
}
