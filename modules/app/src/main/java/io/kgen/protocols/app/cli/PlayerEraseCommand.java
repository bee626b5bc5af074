package io.kgen.protocols.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "erase",
        description = {
            "Erases all data of a player in all modules: number, events, participations, codes.",
            "It reads all stored events and may take minutes. After a failure it can be repeated."
        })
final class PlayerEraseCommand implements Runnable {

    private static final List<String> OPERATIONS = List.of("users.erase", "kstore.erase", "analytics.erase");
    /** Longer than the ten minutes of analytics.erase. */
    private static final Duration TIMEOUT = Duration.ofMinutes(11);

    private final CommonOptions common;

    @Mixin
    private PlayerOptions player;

    @Option(names = "--yes", description = "Confirms the erasure, which cannot be undone.")
    private boolean isConfirmed;

    @Mixin
    private ManagementOptions management;

    @Mixin
    private OutputOption output;

    PlayerEraseCommand(CommonOptions common) {
        this.common = common;
    }

    @Override
    public void run() {
        confirm();
        var client = management.client(common);
        var erased = JsonNodeFactory.instance.objectNode();
        for (var operation : OPERATIONS) {
            try {
                var reply = client.call(operation, player.request(), TIMEOUT);
                erased.put(operation, reply.path("erased").asLong());
            } catch (CommandException e) {
                throw new CommandException(
                        e.exitCode(),
                        "%s failed, done before: %s. Repeat the command. %s"
                                .formatted(operation, erased.isEmpty() ? "nothing" : erased, e.getMessage()));
            }
        }
        output.print(common.out(), erased);
    }

    private void confirm() {
        if (!isConfirmed) {
            throw new CommandException(ExitCode.MISUSED, "an erasure cannot be undone: add --yes to erase " + player);
        }
    }
}
