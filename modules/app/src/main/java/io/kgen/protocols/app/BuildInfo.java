package io.kgen.protocols.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param commit the full hash of the Git commit; {@code unknown} for a build without a Git repository
 * @param time of the commit, in UTC as in {@code 2026-11-01T00:00:00Z}; not of the build, so that the same commit gives the
 *     same jar
 */
public record BuildInfo(String version, String commit, String time) {

    private static final String RESOURCE = "build.properties";
    private static final int SHORT_HASH = 12;

    /** Reads what the build wrote into the jar. */
    public static BuildInfo read() {
        var build = new Properties();
        try (var in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildInfo(build.getProperty("version"), build.getProperty("commit"), build.getProperty("time"));
    }

    /** For a person: {@code 1.0.0 (commit 0123456789ab, 2026-11-01T00:00:00Z)}. */
    @Override
    public String toString() {
        var hash = commit.length() > SHORT_HASH ? commit.substring(0, SHORT_HASH) : commit;
        return version + " (commit " + hash + ", " + time + ")";
    }
}
