package io.kgen.protocols.sandbox;

import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Injects a {@link Sandbox}: one pair of servers for each JVM, and for each outermost test class an empty database and
 * a flushed Redis.
 */
public final class SandboxExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SandboxExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Sandbox.class;
    }

    @Override
    public Sandbox resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return sandboxOf(context);
    }

    /** The sandbox of a test class, for extensions that start a node with it. */
    public static Sandbox sandboxOf(ExtensionContext context) {
        var store = context.getRoot().getStore(NAMESPACE);
        var testClass = outermost(context.getRequiredTestClass());
        return store.getOrComputeIfAbsent(
                        testClass,
                        key -> {
                            var servers = store.getOrComputeIfAbsent(
                                    Sandbox.class, shared -> Sandbox.temporary(), Sandbox.class);
                            return of(testClass, servers);
                        },
                        View.class)
                .sandbox();
    }

    private static View of(Class<?> testClass, Sandbox servers) {
        servers.redisServer().flush();
        return new View(servers.withDatabase(testClass.getSimpleName().toLowerCase(Locale.ROOT)));
    }

    private static Class<?> outermost(Class<?> type) {
        return type.getEnclosingClass() == null ? type : outermost(type.getEnclosingClass());
    }

    /** Wraps the sandbox, because JUnit closes each closeable value of its store and would stop the servers. */
    private record View(Sandbox sandbox) {}
}
