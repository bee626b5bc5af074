package io.kgen.protocols.app.cli;

import io.kgen.protocols.app.Launcher;
import io.kgen.protocols.app.StartupException;
import io.kgen.protocols.platform.ConfigException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a tree of commands, and the exit code of every failure. */
public final class Cli {

    private static final int WIDTH = 100;

    private final CommonOptions common;
    private final PrintWriter out;
    private final PrintWriter err;

    public Cli(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.common = new CommonOptions(environment, out);
        this.out = new PrintWriter(out, true, StandardCharsets.UTF_8);
        this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    /**
     * Returns the exit code; 0 if the service was started, which then runs on. Without arguments nothing is parsed, because
     * the parser adds a tenth of a second to the start of the service.
     */
    public int run(String... arguments) {
        return arguments.length == 0
                ? serve()
                : commands(new HashSet<>(List.of(arguments))).execute(arguments);
    }

    private int serve() {
        try {
            Launcher.serve(common.file(), common.environment());
            return ExitCode.OK;
        } catch (RuntimeException e) {
            return failed(e, err);
        }
    }

    /** The commands that the words name, or all if they name none: each command takes time to build. */
    private CommandLine commands(Set<String> words) {
        var root = new CommandLine(new RootCommand(common));
        var all = all();
        var isNamed = all.keySet().stream().anyMatch(words::contains);
        all.forEach((name, command) -> {
            if (!isNamed || words.contains(name)) {
                root.addSubcommand(name, command.get());
            }
        });
        return root.setUsageHelpWidth(WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((invalid, arguments) -> misused(invalid))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command.getErr()));
    }

    private Map<String, Supplier<Object>> all() {
        var all = new LinkedHashMap<String, Supplier<Object>>();
        all.put("run", () -> new RunCommand(common));
        all.put("migrate", () -> new MigrateCommand(common));
        all.put(
                "config",
                () -> group(
                        "config",
                        "Checks and shows the configuration.",
                        new ConfigCheckCommand(common),
                        new ConfigPrintCommand(common)));
        all.put("keys", () -> group("keys", "Shows the keys that verify tokens.", new KeysListCommand(common)));
        all.put(
                "number",
                () -> group(
                        "number",
                        "Finds and changes the linked number of a player, through the running service.",
                        new NumberFindCommand(common),
                        new NumberLinkCommand(common),
                        new NumberUnlinkCommand(common)));
        all.put(
                "player",
                () -> group(
                        "player",
                        "Changes all data of a player, through the running service.",
                        new PlayerEraseCommand(common)));
        all.put(
                "audit",
                () -> group("audit", "Reads the audit log of the running service.", new AuditListCommand(common)));
        return all;
    }

    private static CommandLine group(String name, String description, Object... members) {
        var spec = CommandSpec.create().name(name).mixinStandardHelpOptions(true);
        spec.usageMessage().description(description);
        var group = new CommandLine(spec);
        for (var member : members) {
            group.addSubcommand(member);
        }
        return group;
    }

    private static int misused(ParameterException invalid) {
        var command = invalid.getCommandLine();
        var err = command.getErr();
        err.println(
                invalid instanceof UnmatchedArgumentException unmatched
                        ? "unknown argument " + String.join(" ", unmatched.getUnmatched())
                        : invalid.getMessage());
        err.println();
        command.usage(err);
        return ExitCode.MISUSED;
    }

    private static int failed(Exception failure, PrintWriter err) {
        if (failure instanceof CommandException command) {
            err.println(command.getMessage());
            return command.exitCode();
        }
        if (failure instanceof ConfigException config) {
            config.violations().forEach(err::println);
            return ExitCode.MISUSED;
        }
        if (failure instanceof StartupException) {
            err.println(failure.getMessage());
            return ExitCode.FAILED;
        }
        LoggerFactory.getLogger(Cli.class).error("the command failed", failure);
        return ExitCode.FAILED;
    }
}
