package io.kgen.protocols.bridge.access;

import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.Topic;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.AnalyticsTopics;
import io.kgen.protocols.contracts.kstore.KStoreOperations;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.contracts.users.UsersTopics;
import io.kgen.protocols.platform.RequestKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses that a principal can be allowed to use: those of the published bus contract and no others. */
public final class ExposedAddresses {

    public static final Map<String, Operation<?, ?>> OPERATIONS = Stream.of(
                    UsersOperations.ALL, AnalyticsOperations.ALL, KStoreOperations.ALL)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(Operation::address, Function.identity()));

    public static final Map<String, Topic<?>> TOPICS = List.<Topic<?>>of(
                    UsersTopics.LINKED_NUMBER_CHANGED,
                    AnalyticsTopics.EVENT_RECORDED,
                    AnalyticsTopics.PARTICIPATION_RECORDED)
            .stream()
            .collect(Collectors.toUnmodifiableMap(Topic::address, Function.identity()));

    private static final Set<String> READS = Set.of(
            UsersOperations.FIND_LINKED_NUMBER.address(),
            AnalyticsOperations.LIST_PARTICIPATIONS.address(),
            AnalyticsOperations.PARTICIPATION_SUMMARY.address());

    private static final Set<String> REDIRECTS =
            Set.of(KStoreOperations.GENERATE_REDIRECT.address(), KStoreOperations.REDEEM_CODE.address());

    private ExposedAddresses() {}

    /** Which rate applies to calls of the operation. */
    public static RequestKind kindOf(Operation<?, ?> operation) {
        if (READS.contains(operation.address())) {
            return RequestKind.READ;
        }
        return REDIRECTS.contains(operation.address()) ? RequestKind.REDIRECT : RequestKind.WRITE;
    }
}
