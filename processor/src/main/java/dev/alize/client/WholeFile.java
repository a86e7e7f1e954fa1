package dev.alize.client;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there as a whole or not at all: written beside its place, and moved there at the end. Used by one
 * thread.
 */
public final class WholeFile implements AutoCloseable {
    /** Writes; may fail. */
    @FunctionalInterface
    public interface Writing {
        void write(OutputStream out) throws IOException;
    }

    private final Path target;
    private final Path part;
    private final OutputStream out;

    private WholeFile(Path target, Path part, OutputStream out) {
        this.target = target;
        this.part = part;
        this.out = out;
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
            OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING),
                    1 << 16);
            return new WholeFile(target, part, out);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    /** @throws BadInputException where the disk is full, or the place is gone */
    public void write(Writing writing) {
        try {
            writing.write(out);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /** Puts the file into its place, once everything is written. */
    public void finish() {
        try {
            out.close();
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /** What is said where a file cannot be written. */
    public static BadInputException failed(Path path, IOException e) {
        String got = switch (e) {
            case NoSuchFileException missing -> "no such directory";
            case AccessDeniedException denied -> "permission denied";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
        return new BadInputException(
                "Output", new Problem(path.toString(), got, "a writable place with room; nothing was written"));
    }

    /** Leaves nothing behind where it was not finished. */
    @Override
    public void close() {
        try (OutputStream closing = out) {
            Files.deleteIfExists(part);
        } catch (IOException ignored) {
            // The disk is full or gone: that was said before.
        }
    }
}
