package dev.alize.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Directory of one running stack, locked against a second one: {@code broker}, {@code registry}, {@code logs}. A
 * temporary one is deleted at the end; those of killed processes are deleted at the next start of any temporary one.
 */
final class DataDirectory implements AutoCloseable {
    private static final String PREFIX = "alize-stack-";
    private static final String LOCK = "lock";

    /** A younger directory without a lock may belong to a process that is just about to take it, in seconds. */
    private static final int LEFTOVER_AGE_SECONDS = 60;

    /**
     * Those of this process. Their lock files must not be opened again: whoever closes one of two channels of a process
     * to a file gives up the lock of the other one as well, on most systems.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path root;
    /** As it stands among ours. */
    private final Path key;

    private final boolean kept;
    private final FileChannel channel;

    private DataDirectory(Path root, Path key, boolean kept, FileChannel channel) {
        this.root = root;
        this.key = key;
        this.kept = kept;
        this.channel = channel;
    }

    /** Opens the given directory, created if missing, or a temporary one for null. */
    static DataDirectory open(@Nullable Path kept) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            if (kept == null) {
                sweep(temporary, Instant.now().minusSeconds(LEFTOVER_AGE_SECONDS));
                return lock(Files.createTempDirectory(temporary, PREFIX), false);
            }
            return lock(Files.createDirectories(kept.toAbsolutePath().normalize()), true);
        } catch (IOException e) {
            throw new StackStartException(
                    "Cannot use %s as data directory of the embedded stack: %s: %s"
                            .formatted(
                                    kept == null ? temporary : kept,
                                    e.getClass().getSimpleName(),
                                    e.getMessage()),
                    e);
        }
    }

    /** Deletes temporary directories that no living process has locked and that were last touched before the given time. */
    static void sweep(Path parent, Instant before) throws IOException {
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path candidate : candidates) {
                sweepOne(candidate, before);
            }
        }
    }

    private static void sweepOne(Path candidate, Instant before) throws IOException {
        try {
            if (!OURS.contains(candidate.toRealPath())
                    && Files.getLastModifiedTime(candidate).toInstant().isBefore(before)) {
                deleteUnlessLocked(candidate);
            }
        } catch (NoSuchFileException gone) {
            // Its stack has ended meanwhile.
        }
    }

    private static void deleteUnlessLocked(Path candidate) {
        try (FileChannel channel =
                FileChannel.open(candidate.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                FileTree.delete(candidate);
            }
        } catch (IOException | OverlappingFileLockException notOurs) {
            // Another user's, or another sweep was quicker.
        }
    }

    private static DataDirectory lock(Path root, boolean kept) throws IOException {
        Path file = root.resolve(LOCK);
        Path key = root.toRealPath();
        if (!OURS.add(key)) {
            throw inUse(root, Long.toString(ProcessHandle.current().pid()));
        }
        @Nullable FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(root, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(root, key, kept, channel);
        } catch (IOException | RuntimeException e) {
            OURS.remove(key);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static StackStartException inUse(Path root, String process) {
        return new StackStartException(
                "The data directory %s is in use by the embedded stack of process %s. Stop that one, or choose another directory."
                        .formatted(root, process));
    }

    Path root() {
        return root;
    }

    boolean kept() {
        return kept;
    }

    /** A directory below the root, created if missing. */
    Path directory(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new StackStartException("Cannot create %s: %s".formatted(root.resolve(name), e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            OURS.remove(key); // last: who comes next must not open the file while it is ours
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!kept) {
            FileTree.delete(root);
        }
    }
}
