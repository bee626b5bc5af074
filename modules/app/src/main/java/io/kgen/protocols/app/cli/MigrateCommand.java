package io.kgen.protocols.app.cli;

import io.kgen.protocols.app.AppConfig;
import io.kgen.protocols.app.Launcher;
import picocli.CommandLine.Command;

@Command(name = "migrate", description = "Migrates the database and exits.")
final class MigrateCommand implements Runnable {

    private final CommonOptions common;

    MigrateCommand(CommonOptions common) {
        this.common = common;
    }

    @Override
    public void run() {
        Launcher.migrate(
                AppConfig.readLog(common.file(), common.environment()),
                AppConfig.readMigration(common.file(), common.environment()));
    }
}
