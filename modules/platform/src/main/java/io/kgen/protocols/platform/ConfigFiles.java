package io.kgen.protocols.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The files that a configuration was read from, each with a digest of its content. Contents are compared and not times of
 * modification, because Kubernetes replaces a mounted secret by a symbolic link.
 */
public record ConfigFiles(Map<Path, String> digests) {

    /** Instead of the digest of a file that cannot be read. */
    static final String UNREADABLE = "";

    public ConfigFiles {
        digests = Map.copyOf(digests);
    }

    /** Reads the same files again. Blocks. */
    public ConfigFiles readAgain() {
        var now = new HashMap<>(digests);
        now.replaceAll((file, before) -> digest(file));
        return new ConfigFiles(now);
    }

    /** These files, and those of the other ones that are not among them. */
    public ConfigFiles and(ConfigFiles others) {
        var all = new HashMap<>(others.digests);
        all.putAll(digests);
        return new ConfigFiles(all);
    }

    private static String digest(Path file) {
        try {
            return digest(Files.readAllBytes(file));
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    static String digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes));
    }
}
