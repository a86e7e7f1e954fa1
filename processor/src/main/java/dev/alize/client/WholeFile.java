package dev.alize.client;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/**
 * A file that is there as a whole or not at all: written beside its place, and moved there at the end, when all of it is
 * on the disk. Used by one thread.
 */
public final class WholeFile implements AutoCloseable {
    /** Writes; may fail. */
    @FunctionalInterface
    public interface Writing {
        void write(OutputStream out) throws IOException;
    }

    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private final OutputStream out;

    private WholeFile(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    /** @throws BadInputException where nothing can be written there */
    public static WholeFile at(Path path) {
        Path target = path.toAbsolutePath();
        try {
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                // Moving a file there would replace a device or a pipe.
                throw new IOException(Files.isDirectory(target) ? "a directory" : "no regular file");
            }
            target = Files.exists(target) ? target.toRealPath() : target;
            Path part = target.resolveSibling(
                    target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
            FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            return new WholeFile(target, part, channel);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** What is written goes there; closing it does nothing. Its failures are for {@link #failed}. */
    public OutputStream stream() {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /** @throws BadInputException where the disk is full, or the place is gone */
    public void write(Writing writing) {
        try {
            writing.write(stream());
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /** Puts the file into its place, once everything is written. */
    public void finish() {
        finish(List.of(this));
    }

    /** Puts files into their places together: none of them before all are on the disk. */
    public static void finish(List<WholeFile> files) {
        for (WholeFile file : files) {
            try {
                file.out.flush();
                file.channel.force(true);
                file.channel.close();
            } catch (IOException e) {
                throw failed(file.target, e);
            }
        }
        for (WholeFile file : files) {
            try {
                Files.move(file.part, file.target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw failed(file.target, e);
            }
        }
    }

    /** What is said where a file cannot be written. */
    public static BadInputException failed(Path path, IOException e) {
        String got = switch (e) {
            case NoSuchFileException missing -> "no such directory";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException system -> Objects.requireNonNullElse(system.getReason(), name(e));
            default -> Objects.requireNonNullElse(e.getMessage(), name(e));
        };
        BadInputException failed = new BadInputException(
                "Output", new Problem(path.toString(), got, "a writable place with room; nothing was written"));
        failed.initCause(e);
        return failed;
    }

    private static String name(IOException e) {
        return e.getClass().getSimpleName();
    }

    /** Leaves nothing behind where it was not finished. */
    @Override
    public void close() {
        try (FileChannel closing = channel) {
            Files.deleteIfExists(part);
        } catch (IOException ignored) {
            // The disk is full or gone: that was said before.
        }
    }
}
