package io.kgen.protocols.app.cli;

import io.kgen.protocols.app.Launcher;
import picocli.CommandLine.Command;

@Command(name = "run", description = "Migrates the database, starts and serves until SIGTERM (default).")
final class RunCommand implements Runnable {

    private final CommonOptions common;

    RunCommand(CommonOptions common) {
        this.common = common;
    }

    @Override
    public void run() {
        Launcher.serve(common.file(), common.environment());
    }
}
