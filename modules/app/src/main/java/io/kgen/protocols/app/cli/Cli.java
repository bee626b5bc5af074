package io.kgen.protocols.app.cli;

import io.kgen.protocols.app.StartupException;
import io.kgen.protocols.platform.ConfigException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a tree of commands, and the exit code of every failure. */
public final class Cli {

    private static final int WIDTH = 100;

    private final CommandLine commands;

    public Cli(Map<String, String> environment, PrintStream out, PrintStream err) {
        var common = new CommonOptions(environment, out);
        commands = new CommandLine(new RootCommand(common))
                .addSubcommand(new RunCommand(common))
                .addSubcommand(new MigrateCommand(common))
                .addSubcommand(group(
                        "config",
                        "Checks and shows the configuration.",
                        new ConfigCheckCommand(common),
                        new ConfigPrintCommand(common)))
                .addSubcommand(group("keys", "Shows the keys that verify tokens.", new KeysListCommand(common)))
                .addSubcommand(group(
                        "number",
                        "Finds and changes the linked number of a player, through the running service.",
                        new NumberFindCommand(common),
                        new NumberLinkCommand(common),
                        new NumberUnlinkCommand(common)))
                .addSubcommand(group(
                        "player",
                        "Changes all data of a player, through the running service.",
                        new PlayerEraseCommand(common)))
                .addSubcommand(
                        group("audit", "Reads the audit log of the running service.", new AuditListCommand(common)))
                .setUsageHelpWidth(WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((invalid, arguments) -> misused(invalid))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command.getErr()));
    }

    /** Returns the exit code; 0 if the service was started, which then runs on. */
    public int run(String... arguments) {
        return commands.execute(arguments);
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
