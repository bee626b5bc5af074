package io.kgen.protocols.dev;

import io.kgen.protocols.app.StartupException;
import io.kgen.protocols.app.UsageException;
import io.kgen.protocols.platform.ConfigException;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The main class of {@code ./dev}. The first argument is the directory of the sandbox, the others are those of the user. */
public final class Dev {

    private Dev() {}

    public static void main(String[] args) {
        try {
            run(Path.of(args[0]), Arrays.asList(args).subList(1, args.length));
        } catch (ConfigException e) {
            exit(2, String.join("\ndev: ", e.violations()));
        } catch (UsageException e) {
            exit(2, e.getMessage());
        } catch (SandboxException | StartupException e) {
            exit(1, e.getMessage());
        } catch (IOException | RuntimeException e) {
            exit(1, e.toString());
        }
    }

    private static void run(Path directory, List<String> arguments) throws IOException {
        var command = arguments.isEmpty() ? "start" : arguments.get(0);
        switch (command) {
            case "token" -> {
                var token = TokenCommand.parse(arguments.subList(1, arguments.size()));
                System.out.println(token.mint(DevSecret.TOKENS.of(System.getenv(), directory)));
            }
            case "--reset" -> {
                Sandbox.wipe(directory);
                start(directory);
            }
            case "start" -> start(directory);
            default -> throw new UsageException("unknown command " + command);
        }
    }

    private static void start(Path directory) throws IOException {
        var server = new DevServer(directory, System.getenv());
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "dev-stop"));
        System.out.println(server.start().text());
    }

    private static void exit(int code, String reason) {
        System.err.println("dev: " + reason);
        System.exit(code);
    }
}
