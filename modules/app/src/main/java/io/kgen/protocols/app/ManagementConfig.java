package io.kgen.protocols.app;

import io.kgen.protocols.platform.ConfigSection;

/**
 * The listener for the platform team.
 *
 * @param port 0 lets the system choose one
 */
public record ManagementConfig(String host, int port) {

    static ManagementConfig read(ConfigSection management) {
        return new ManagementConfig(management.host("host"), management.port("port"));
    }
}
