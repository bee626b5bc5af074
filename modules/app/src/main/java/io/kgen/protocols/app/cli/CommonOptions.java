package io.kgen.protocols.app.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What all commands share: the streams, the environment and the option {@code --config}, before or after the command. */
final class CommonOptions {

    private final Map<String, String> environment;
    private final PrintStream out;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Settings that override the built-in ones, as PLATFORM_CONFIG=FILE does.")
    private Path file;

    CommonOptions(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /** The operator's file, or null. */
    Path file() {
        var named = environment.getOrDefault("PLATFORM_CONFIG", "");
        var fromEnvironment = named.isEmpty() ? null : Path.of(named);
        return file == null ? fromEnvironment : file;
    }

    Map<String, String> environment() {
        return environment;
    }

    PrintStream out() {
        return out;
    }
}
