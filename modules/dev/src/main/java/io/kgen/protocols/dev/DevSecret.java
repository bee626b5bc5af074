package io.kgen.protocols.dev;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;

/**
 * A secret of the service: from the environment, or a random one that is created once and stored in the sandbox, readable
 * by its owner only.
 */
enum DevSecret {
    /** Signs the tokens of players with HS256. */
    TOKENS("PLATFORM_AUTH_DEFAULT_SECRET", "secret"),
    /** Authenticates the server of the store. */
    STORE("PLATFORM_KSTORE_CLIENT_SECRET", "store-secret"),
    /** Authorizes the operator, over the management listener and the command line. */
    MANAGEMENT("PLATFORM_MANAGEMENT_TOKEN", "management-token"),
    /** Authenticates the client of the bridge. It is part of a list, so it has no variable. */
    BRIDGE(null, "bridge-token");

    private static final int BYTES = 32;

    private final String variable;
    private final String file;

    DevSecret(String variable, String file) {
        this.variable = variable;
        this.file = file;
    }

    /** Null if it is not a setting of its own. */
    String variable() {
        return variable;
    }

    String of(Map<String, String> environment, Path sandbox) throws IOException {
        if (variable == null) {
            return kept(sandbox.resolve(file));
        }
        if (environment.containsKey(variable)) {
            return environment.get(variable);
        }
        var mounted = environment.get(variable + "_FILE");
        return mounted == null
                ? kept(sandbox.resolve(file))
                : Files.readString(Path.of(mounted)).stripTrailing();
    }

    private static String kept(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = FileChannel.open(file, EnumSet.of(CREATE_NEW, WRITE), ownerOnly)) {
            channel.write(ByteBuffer.wrap(secret.getBytes(StandardCharsets.US_ASCII)));
            return secret;
        } catch (FileAlreadyExistsException made) {
            return Files.readString(file);
        }
    }
}
