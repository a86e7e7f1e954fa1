package dev.alize.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
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

    private final Path root;
    private final boolean kept;
    private final FileChannel channel;

    private DataDirectory(Path root, boolean kept, FileChannel channel) {
        this.root = root;
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
                if (Files.getLastModifiedTime(candidate).toInstant().isBefore(before)) {
                    deleteUnlessLocked(candidate);
                }
            }
        }
    }

    private static void deleteUnlessLocked(Path candidate) {
        try (FileChannel channel =
                FileChannel.open(candidate.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (tryLock(channel).isPresent()) {
                FileTree.delete(candidate);
            }
        } catch (IOException notOurs) {
            // Another user's, or another sweep was quicker.
        }
    }

    private static DataDirectory lock(Path root, boolean kept) throws IOException {
        Path file = root.resolve(LOCK);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel).isEmpty()) {
            channel.close();
            throw new StackStartException(
                    "The data directory %s is in use by the embedded stack of process %s. Stop that one, or choose another directory."
                            .formatted(root, Files.readString(file).strip()));
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new DataDirectory(root, kept, channel);
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException ownProcess) {
            return Optional.empty();
        }
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!kept) {
            FileTree.delete(root);
        }
    }
}
