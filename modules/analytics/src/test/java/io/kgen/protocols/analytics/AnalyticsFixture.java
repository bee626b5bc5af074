package io.kgen.protocols.analytics;

import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** The module on real servers, deployed once for each class. */
@ExtendWith(SandboxExtension.class)
public abstract class AnalyticsFixture {

    public static AnalyticsHarness analytics;

    @BeforeAll
    static void deploy(Sandbox sandbox) {
        analytics = AnalyticsHarness.on(sandbox);
    }

    @AfterAll
    static void undeploy() {
        analytics.close();
    }
}
