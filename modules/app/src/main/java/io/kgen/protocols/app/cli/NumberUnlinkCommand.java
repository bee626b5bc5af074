package io.kgen.protocols.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "unlink", description = "Removes the linked number of a player.")
final class NumberUnlinkCommand implements Runnable {

    private final CommonOptions common;

    @Mixin
    private PlayerOptions player;

    @Mixin
    private ManagementOptions management;

    @Mixin
    private OutputOption output;

    NumberUnlinkCommand(CommonOptions common) {
        this.common = common;
    }

    @Override
    public void run() {
        var reply = management
                .client(common)
                .call("users.linked-number.unlink", player.request(), ManagementClient.TIMEOUT);
        output.print(common.out(), reply);
    }
}
