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
 * The HS256 secret of the default keyring: the environment's, as the jar reads it, or a random one that is made once and
 * kept in the sandbox for its owner's eyes only.
 */
final class DevSecret {

    static final String VARIABLE = "PLATFORM_AUTH_DEFAULT_SECRET";

    private static final int BYTES = 32;

    private DevSecret() {}

    static String of(Map<String, String> environment, Path sandbox) throws IOException {
        if (environment.containsKey(VARIABLE)) {
            return environment.get(VARIABLE);
        }
        var file = environment.get(VARIABLE + "_FILE");
        return file == null
                ? kept(sandbox.resolve("secret"))
                : Files.readString(Path.of(file)).stripTrailing();
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
