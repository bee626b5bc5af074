package io.kgen.protocols.app.cli;

import io.kgen.protocols.app.AppConfig;
import io.kgen.protocols.platform.EffectiveConfig.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "print",
        description = "Prints every value that a start would use, where it was set, and secrets as ***.")
final class ConfigPrintCommand implements Runnable {

    private final CommonOptions common;

    @Mixin
    private OutputOption output;

    ConfigPrintCommand(CommonOptions common) {
        this.common = common;
    }

    @Override
    public void run() {
        var settings = AppConfig.read(common.file(), common.environment()).settings();
        if (output.isJson()) {
            common.out().println(settings.toJson().toPrettyString());
            return;
        }
        var table = new OutputOption.Table("key", "value", "source", "name");
        for (var setting : settings.settings()) {
            var origin = setting.origin();
            table.row(setting.key(), text(setting), origin.source().toString(), origin.name());
        }
        table.print(common.out());
    }

    private static String text(Setting setting) {
        return setting.value().isContainerNode()
                ? setting.value().toString()
                : setting.value().asText();
    }
}
