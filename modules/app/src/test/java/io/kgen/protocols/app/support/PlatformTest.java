package io.kgen.protocols.app.support;

import io.kgen.protocols.sandbox.SandboxExtension;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class on a running platform: {@link RunningPlatform} is started once for the class on the servers of the
 * sandbox, injected into parameters of this type, and stopped after the last test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({SandboxExtension.class, PlatformExtension.class})
public @interface PlatformTest {

    /** The content of the configuration file; empty to start without a file. */
    String configuration() default "";
}
