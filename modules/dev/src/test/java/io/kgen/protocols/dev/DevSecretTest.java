package io.kgen.protocols.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevSecretTest {

    @TempDir
    private Path directory;

    @Test
    void isCreatedOnceAndReadableOnlyByItsOwner() throws IOException {
        var sandbox = directory.resolve("sandbox");
        var secret = DevSecret.TOKENS.of(Map.of(), sandbox);
        assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
        assertThat(DevSecret.TOKENS.of(Map.of(), sandbox)).isEqualTo(secret);
        assertThat(DevSecret.TOKENS.of(Map.of(), directory.resolve("another"))).isNotEqualTo(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sandbox.resolve("secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void everySecretIsDifferent() throws IOException {
        assertThat(DevSecret.STORE.of(Map.of(), directory)).isNotEqualTo(DevSecret.TOKENS.of(Map.of(), directory));
    }

    @Test
    void usesTheSecretOfTheEnvironment() throws IOException {
        assertThat(DevSecret.TOKENS.of(Map.of(DevSecret.TOKENS.variable(), "given"), directory))
                .isEqualTo("given");
        var file = Files.writeString(directory.resolve("mounted"), "from a file\n");
        assertThat(DevSecret.TOKENS.of(Map.of(DevSecret.TOKENS.variable() + "_FILE", file.toString()), directory))
                .isEqualTo("from a file");
    }
}
