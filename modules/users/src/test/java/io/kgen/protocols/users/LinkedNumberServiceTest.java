package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.kgen.protocols.contracts.users.UnlinkNumber;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkedNumberServiceTest {

    private static final CallContext CALL = CallContext.root();

    private final InMemoryNumbers numbers = new InMemoryNumbers();
    private final List<LinkedNumberChanged> published = new ArrayList<>();
    private final LinkedNumberService service = new LinkedNumberService(numbers, published::add);

    @Test
    void storesTheNumberAsWrittenAndItsE164Form() {
        var linked = service.link(link("0176 12345678", "DE"), CALL).result();

        assertThat(linked.linkedPhone()).isEqualTo("0176 12345678");
        assertThat(numbers.e164).containsValue("+4917612345678");
        assertThat(service.find(new FindLinkedNumber(new PlayerId("issuer", "user")))
                        .result())
                .isEqualTo(linked);
    }

    @Test
    void rejectsAnInvalidNumberBeforeTheStore() {
        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> service.link(link("0176 12345678", null), CALL))
                .matches(failure -> failure.code() == FailureCode.INVALID);
        assertThat(numbers.e164).isEmpty();
    }

    @Test
    void reportsNotFoundForAPlayerWithoutANumber() {
        assertThat(service.find(new FindLinkedNumber(new PlayerId("issuer", "user")))
                        .cause())
                .asInstanceOf(throwable(ServiceException.class))
                .matches(failure -> failure.code() == FailureCode.NOT_FOUND);
    }

    @Test
    void unlinkReportsWhetherThePlayerHadANumber() {
        service.link(link("+4917612345678", null), CALL);

        assertThat(service.unlink(new UnlinkNumber(new PlayerId("issuer", "user")), CALL)
                        .result()
                        .unlinked())
                .isTrue();
        assertThat(service.unlink(new UnlinkNumber(new PlayerId("issuer", "user")), CALL)
                        .result()
                        .unlinked())
                .isFalse();
    }

    @Test
    void eraseReportsTheNumberOfRowsAndPublishesOneEvent() {
        service.link(link("+4917612345678", null), CALL);
        var erase = new ErasePlayer(new PlayerId("issuer", "user"));

        assertThat(service.erase(erase, CALL).result().erased()).isOne();
        assertThat(service.erase(erase, CALL).result().erased()).isZero();
        assertThat(published)
                .containsExactly(
                        new LinkedNumberChanged("issuer", "user", LinkedNumberChanged.Change.ERASED, Instant.EPOCH));
    }

    private static LinkNumber link(String phone, String region) {
        return LinkNumber.builder(new PlayerId("issuer", "user"), phone)
                .region(region)
                .build();
    }

    /** Stores links in memory, without the constraints of PostgreSQL. */
    private static final class InMemoryNumbers implements LinkedNumberStore {

        private final Map<PlayerId, VersionedLink> states = new HashMap<>();
        private final Map<PlayerId, String> e164 = new HashMap<>();
        private long version;

        @Override
        public Future<VersionedLink> find(PlayerId player) {
            return Future.succeededFuture(states.getOrDefault(player, VersionedLink.NONE));
        }

        @Override
        public Future<VersionedLink> link(LinkNumber link, String e164Number, CallContext call) {
            var number = new LinkedNumber(link.player().userId(), null, null, null, link.phone(), null);
            e164.put(link.player(), e164Number);
            states.put(link.player(), new VersionedLink(++version, number));
            return find(link.player());
        }

        @Override
        public Future<VersionedLink> erase(PlayerId player, CallContext call) {
            return unlink(player, call);
        }

        @Override
        public Future<VersionedLink> unlink(PlayerId player, CallContext call) {
            var removed = states.remove(player);
            return Future.succeededFuture(
                    removed == null ? VersionedLink.NONE : VersionedLink.removed(++version, Instant.EPOCH));
        }
    }
}
