package io.kgen.protocols.app.support;

import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts the platform of a {@link PlatformTest}. JUnit closes the platform after the last test of the class. */
public final class PlatformExtension implements BeforeAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PlatformExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        var store = context.getStore(NAMESPACE);
        // A nested class uses the platform of its outer class.
        if (store.get(RunningPlatform.class) == null) {
            store.put(RunningPlatform.class, start(context));
        }
    }

    private static RunningPlatform start(ExtensionContext context) throws IOException {
        var sandbox = SandboxExtension.sandboxOf(context);
        var configuration = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), PlatformTest.class)
                .orElseThrow()
                .configuration();
        return configuration.isEmpty() ? RunningPlatform.on(sandbox) : RunningPlatform.on(sandbox, file(configuration));
    }

    private static Path file(String configuration) throws IOException {
        var file = Files.createTempFile("platform", ".yaml");
        file.toFile().deleteOnExit();
        return Files.writeString(file, configuration);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningPlatform.class;
    }

    @Override
    public RunningPlatform resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).get(RunningPlatform.class, RunningPlatform.class);
    }
}
