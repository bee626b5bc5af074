package io.kgen.protocols.bridge.connection;

import io.kgen.protocols.bridge.access.Principals;
import io.kgen.protocols.bridge.protocol.ProtocolError;
import io.kgen.protocols.bus.FailureCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of each principal. Principals are configured, so the number of series is constant. Thread-safe. */
public final class PrincipalMeters {

    /** The label of a client that is not authenticated. */
    private static final String NOBODY = "(unauthenticated)";

    private final MeterRegistry registry;
    private final Map<String, OfPrincipal> principals = new ConcurrentHashMap<>();
    private final OfPrincipal nobody;

    public PrincipalMeters(MeterRegistry registry, Principals configured) {
        this.registry = registry;
        this.nobody = new OfPrincipal(registry, NOBODY);
        configured.all().forEach(principal -> of(principal.name()));
    }

    /** Registers the meters of a principal that is new. */
    OfPrincipal of(String principal) {
        return principals.computeIfAbsent(principal, name -> new OfPrincipal(registry, name));
    }

    OfPrincipal nobody() {
        return nobody;
    }

    /** The meters of one principal. */
    static final class OfPrincipal {

        private final Counter ok;
        private final Map<FailureCode, Counter> failures = new EnumMap<>(FailureCode.class);
        private final Map<ProtocolError, Counter> errors = new EnumMap<>(ProtocolError.class);

        OfPrincipal(MeterRegistry registry, String principal) {
            ok = calls(registry, principal, "ok");
            for (var code : FailureCode.values()) {
                failures.put(code, calls(registry, principal, code.name().toLowerCase(Locale.ROOT)));
            }
            for (var error : ProtocolError.values()) {
                errors.put(
                        error,
                        Counter.builder("bridge.errors")
                                .description("Frames that the bridge itself has refused")
                                .tags(
                                        "principal",
                                        principal,
                                        "error",
                                        error.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
        }

        private static Counter calls(MeterRegistry registry, String principal, String outcome) {
            return Counter.builder("bridge.calls")
                    .description("Calls of operations by clients of the bridge")
                    .tags("principal", principal, "outcome", outcome)
                    .register(registry);
        }

        /** @param failure null if there was a reply */
        void called(FailureCode failure) {
            (failure == null ? ok : failures.get(failure)).increment();
        }

        void refused(ProtocolError error) {
            errors.get(error).increment();
        }
    }
}
