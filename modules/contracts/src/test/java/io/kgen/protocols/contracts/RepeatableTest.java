package io.kgen.protocols.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.kstore.KStoreOperations;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.kgen.protocols.contracts.users.UnlinkNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which requests are idempotent, so that the client may retry them: neither stored twice nor rejected on the retry. */
class RepeatableTest {

    private static final RecordEvent KEYED = event("key");
    private static final RecordEvent UNKEYED = event(null);

    @Test
    void anEventIsIdempotentOnlyWithAKey() {
        assertThat(AnalyticsOperations.RECORD_EVENT.idempotency())
                .accepts(KEYED)
                .rejects(UNKEYED);
    }

    @Test
    void aBatchIsIdempotentOnlyIfAllItsEventsHaveKeys() {
        assertThat(AnalyticsOperations.RECORD_EVENTS.idempotency())
                .accepts(events(BatchItem.of(KEYED), BatchItem.NOT_AN_OBJECT))
                .rejects(events(BatchItem.of(KEYED), BatchItem.of(UNKEYED)));
    }

    @Test
    void redeemingACodeIsNotIdempotent() {
        assertThat(KStoreOperations.REDEEM_CODE.idempotency()).rejects(new RedeemCode("store", "code"));
    }

    @Test
    void unlinkingANumberIsIdempotent() {
        assertThat(UsersOperations.UNLINK_NUMBER.idempotency())
                .accepts(new UnlinkNumber(new PlayerId("issuer", "user")));
    }

    @Test
    void anOperationIsNotIdempotentByDefault() {
        var operation = Operation.of("test", UnlinkNumber.class, UnlinkNumber.class);
        assertThat(operation.idempotency()).rejects(new UnlinkNumber(new PlayerId("issuer", "user")));
    }

    private static RecordEvent event(String key) {
        return RecordEvent.builder(new PlayerId("issuer", "user"), "event")
                .attributes(Attributes.NONE)
                .key(key)
                .build();
    }

    private static RecordEvents events(BatchItem... items) {
        return new RecordEvents(List.of(items));
    }
}
