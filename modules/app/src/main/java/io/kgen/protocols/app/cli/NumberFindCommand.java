package io.kgen.protocols.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "find", description = "Prints the linked number of a player.")
final class NumberFindCommand implements Runnable {

    private final CommonOptions common;

    @Mixin
    private PlayerOptions player;

    @Mixin
    private ManagementOptions management;

    @Mixin
    private OutputOption output;

    NumberFindCommand(CommonOptions common) {
        this.common = common;
    }

    @Override
    public void run() {
        var reply =
                management.client(common).call("users.linked-number.find", player.request(), ManagementClient.TIMEOUT);
        output.print(common.out(), reply);
    }
}
