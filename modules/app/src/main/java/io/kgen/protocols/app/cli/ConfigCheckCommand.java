package io.kgen.protocols.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kgen.protocols.app.AppConfig;
import io.kgen.protocols.platform.ConfigException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check",
        description = "Checks the configuration file and the environment, connects to nothing and lists every error.")
final class ConfigCheckCommand implements Callable<Integer> {

    private final CommonOptions common;

    @Mixin
    private OutputOption output;

    ConfigCheckCommand(CommonOptions common) {
        this.common = common;
    }

    @Override
    public Integer call() {
        try {
            AppConfig.read(common.file(), common.environment());
        } catch (ConfigException e) {
            if (!output.isJson()) {
                throw e;
            }
            return report(e.violations());
        }
        if (output.isJson()) {
            return report(List.of());
        }
        common.out().println("the configuration is valid");
        return ExitCode.OK;
    }

    private int report(List<String> violations) {
        var json = JsonNodeFactory.instance.objectNode().put("valid", violations.isEmpty());
        violations.forEach(json.putArray("violations")::add);
        common.out().println(json.toPrettyString());
        return violations.isEmpty() ? ExitCode.OK : ExitCode.MISUSED;
    }
}
