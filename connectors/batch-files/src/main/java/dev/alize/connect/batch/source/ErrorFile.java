package dev.alize.connect.batch.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The bad lines of a file, in {@code <name>.errors.jsonl} beside it. Its length is part of the file's progress, and what
 * is written twice is written to the same place: so each bad line stands there once.
 */
final class ErrorFile {
    private ErrorFile() {}

    static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + Listing.ERRORS);
    }

    /**
     * Writes behind the entries that count; others that stand there are taken off. Returns when it is on the disk.
     *
     * @param length of the entries that count, in bytes
     */
    static void write(Path file, long length, byte[] entries) throws IOException {
        try (FileChannel channel =
                FileChannel.open(beside(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(Math.min(length, channel.size()));
            ByteBuffer bytes = ByteBuffer.wrap(entries);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.truncate(channel.position());
            channel.force(true);
        }
    }

    /** Follows a file that was renamed. */
    static void follow(Path from, Path to) throws IOException {
        if (Files.exists(beside(from)) && !Files.exists(beside(to))) {
            Files.move(beside(from), beside(to), StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
