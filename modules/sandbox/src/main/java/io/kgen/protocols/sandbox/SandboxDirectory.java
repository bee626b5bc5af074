package io.kgen.protocols.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/** The directory of one sandbox, locked by one JVM at a time. The lock ends with the JVM, even if the JVM is killed. */
final class SandboxDirectory implements AutoCloseable {

    private static final String LOCK = "lock";

    private final Path root;
    private final FileChannel lock;

    private SandboxDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    static SandboxDirectory lock(Path directory) {
        try {
            var root = Files.createDirectories(directory).toRealPath();
            var channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isFree(channel)) {
                channel.close();
                throw new SandboxException("Another process is using " + directory + "; stop it first.");
            }
            return new SandboxDirectory(root, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException lockedByThisJvm) {
            return false;
        }
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path redis() {
        return root.resolve("redis");
    }

    void stopLeftovers() {
        RedisServer.daemon(redis()).stop();
        PostgresServer.daemon(postgres()).stop();
    }

    /** Deletes everything except the lock file, which keeps other processes out. */
    void deleteContent() {
        try (var files = Files.list(root)) {
            files.filter(file -> !file.equals(root.resolve(LOCK))).forEach(SandboxDirectory::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        delete(root);
    }

    static void delete(Path tree) {
        if (Files.notExists(tree)) {
            return;
        }
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
