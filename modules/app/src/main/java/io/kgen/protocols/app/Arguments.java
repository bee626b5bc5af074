package io.kgen.protocols.app;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/**
 * The command line.
 *
 * @param configFile null if none is named
 */
record Arguments(Command command, Path configFile) {

    static final String USAGE = """
            Usage: java -jar platform-protocols.jar [command] [--config FILE]

            Commands:
              run        migrate the database, start and serve until SIGTERM (default)
              migrate    migrate the database and exit

            Options:
              --config FILE    settings that override the built-in ones, as PLATFORM_CONFIG=FILE does
              --help           print this and exit
              --version        print the version and exit

            Every setting can be given in the environment, too: PLATFORM_HTTP_PORT for http.port.
            Exit codes: 0 stopped as asked, 1 could not start, 2 wrong arguments or configuration.""";

    private static final Map<String, Command> COMMANDS = Map.of(
            "run", Command.RUN, "migrate", Command.MIGRATE, "--help", Command.HELP, "--version", Command.VERSION);

    enum Command {
        RUN,
        MIGRATE,
        HELP,
        VERSION
    }

    static Arguments parse(String... args) {
        var words = new ArrayDeque<>(List.of(args));
        var parsed = new Arguments(Command.RUN, null);
        while (!words.isEmpty()) {
            var word = words.pop();
            if (word.equals("--config")) {
                parsed = new Arguments(parsed.command, file(words.poll()));
            } else {
                parsed = new Arguments(command(word), parsed.configFile);
            }
        }
        return parsed;
    }

    private static Path file(String name) {
        if (name == null || name.isEmpty()) {
            throw new UsageException("--config needs a file");
        }
        return Path.of(name);
    }

    private static Command command(String word) {
        var command = COMMANDS.get(word);
        if (command == null) {
            throw new UsageException("unknown argument " + word);
        }
        return command;
    }
}
