package io.kgen.protocols.app.cli;

import io.kgen.protocols.app.BuildInfo;
import io.kgen.protocols.app.Launcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/** Without a command, the service runs. */
@Command(
        name = "java -jar platform-protocols.jar",
        description = "Runs and administers platform-protocols; without a command: run.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = RootCommand.Version.class,
        footerHeading = "%n",
        footer = {
            "Every setting can be given in the environment, too: PLATFORM_HTTP_PORT for http.port.",
            "",
            "Exit codes: 0 done or stopped as asked, 1 could not start or failed, 2 wrong arguments or configuration,",
            "3 not found, 4 refused."
        })
final class RootCommand implements Runnable {

    @Mixin
    private final CommonOptions common;

    RootCommand(CommonOptions common) {
        this.common = common;
    }

    @Override
    public void run() {
        Launcher.serve(common.file(), common.environment());
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"platform-protocols " + BuildInfo.read()};
        }
    }
}
