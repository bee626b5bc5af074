package io.kgen.protocols.app.cli;

import io.kgen.protocols.app.AppConfig;
import io.kgen.protocols.app.management.ManagementConfig;
import io.kgen.protocols.platform.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a command reaches the running service; the defaults come from the configuration of the service. */
final class ManagementOptions {

    @Option(
            names = "--management-url",
            paramLabel = "URL",
            description = "The management listener, such as http://127.0.0.1:9090; default: management.host and .port.")
    private URI url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the management token; default: management.token.")
    private Path tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "The authorities of the listener's certificate, in PEM; default: those of the Java runtime.")
    private Path authorities;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why; it is kept in the audit trail with what was done. No personal data, please.")
    private String reason;

    ManagementClient client(CommonOptions common) {
        // Not read if both are given, so that the command also runs where the service is not configured.
        var config =
                url == null || tokenFile == null ? AppConfig.readManagement(common.file(), common.environment()) : null;
        var token = tokenFile == null ? config.token().value() : read(tokenFile);
        var target = url == null ? url(config) : url;
        return new ManagementClient(target, token, authorities == null ? "" : read(authorities), reason);
    }

    private static URI url(ManagementConfig config) {
        if (config.port() == 0) {
            throw new CommandException(
                    ExitCode.MISUSED, "management.port is 0, so the port is unknown: add --management-url");
        }
        var scheme = config.certificate().isEmpty() ? "http" : "https";
        return URI.create(scheme + "://" + Host.inUri(reachable(config.host())) + ":" + config.port());
    }

    /** A listener on all interfaces also listens on loopback. */
    private static String reachable(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress()
                    ? InetAddress.getLoopbackAddress().getHostAddress()
                    : host;
        } catch (UnknownHostException e) {
            return host;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException | InvalidPathException e) {
            throw new CommandException(ExitCode.MISUSED, file + " cannot be read");
        }
    }
}
