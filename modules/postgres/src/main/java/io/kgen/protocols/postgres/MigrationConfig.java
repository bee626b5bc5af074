package io.kgen.protocols.postgres;

import io.kgen.protocols.platform.ConfigSection;

/**
 * Who migrates the database, and for whom.
 *
 * @param postgres with the credentials of the owner of the schemas, if this process migrates
 * @param atStart whether a node migrates when it starts; false for a node whose role owns nothing
 * @param serviceRole the role that gets the permissions of a node after a migration; empty if nodes are the owner
 */
public record MigrationConfig(PostgresConfig postgres, boolean atStart, String serviceRole) {

    /** Reads the section {@code postgres}. */
    public static MigrationConfig read(ConfigSection section) {
        return read(section, PostgresConfig.read(section));
    }

    public static MigrationConfig read(ConfigSection section, PostgresConfig postgres) {
        var atStart = section.bool("migrate");
        var serviceRole = section.optionalText("service-role");
        // Permissions are revoked before they are granted, which must not happen to the owner.
        if (atStart && serviceRole.equals(postgres.user())) {
            section.reject("service-role", "must be another role than postgres.user, which owns the schemas");
        }
        return new MigrationConfig(postgres, atStart, serviceRole);
    }
}
