package io.kgen.protocols.app;

import io.kgen.protocols.platform.ConfigException;
import io.kgen.protocols.platform.ConfigFiles;
import io.kgen.protocols.platform.ConfigSource;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads the configuration, as often as it changes, from the same file and the same environment. Belongs to one thread at a
 * time.
 */
public final class ConfigLoader {

    private final Path file;
    private final Map<String, String> environment;
    private ConfigFiles files = new ConfigFiles(Map.of());

    /**
     * A configuration with what it was read from.
     *
     * @param source to find the keys that change
     */
    record Loaded(AppConfig config, ConfigSource source) {}

    /** @param file the operator's file, or null */
    public ConfigLoader(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads and validates everything anew. Blocks.
     *
     * @throws ConfigException that lists all violations
     */
    Loaded load() {
        var source = AppConfig.source(file, environment);
        try {
            var loaded = new Loaded(AppConfig.bind(source), source);
            files = source.files();
            return loaded;
        } catch (ConfigException e) {
            // A file that is not valid hides the files that it names, and each of them may be the one to change next.
            files = source.files().and(files.readAgain());
            throw e;
        }
    }

    /** The files of the last reading, also of one that failed. */
    ConfigFiles files() {
        return files;
    }
}
