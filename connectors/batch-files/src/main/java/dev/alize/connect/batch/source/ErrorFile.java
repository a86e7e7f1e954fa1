package dev.alize.connect.batch.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The bad lines of a file, in {@code <name>.errors.jsonl} beside it. Its length is part of the file's progress, and what
 * is written twice is written to the same place: so each bad line stands there once. One that another file has left is
 * neither written to nor moved with this one: it gets the name {@code <name>.old.<number>.errors.jsonl}.
 */
final class ErrorFile {
    private ErrorFile() {}

    static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + Listing.ERRORS);
    }

    /** Length of the one beside a file, in bytes; 0 where there is none. */
    static long length(Path file) throws IOException {
        return Files.isRegularFile(beside(file)) ? Files.size(beside(file)) : 0;
    }

    /**
     * Writes behind the entries that count; others that stand there are taken off. Returns when it is on the disk.
     *
     * @param length of the entries that count, in bytes
     */
    static void write(Path file, long length, byte[] entries) throws IOException {
        if (length == 0 && !mayBeThese(beside(file), entries)) {
            setAside(file);
        }
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

    /** What was written before a kill is written again as it was; anything else is another file's. */
    private static boolean mayBeThese(Path errors, byte[] entries) throws IOException {
        if (!Files.isRegularFile(errors)) {
            return true;
        }
        try (InputStream content = Files.newInputStream(errors)) {
            byte[] there = content.readNBytes(entries.length);
            return Arrays.equals(there, 0, there.length, entries, 0, there.length);
        }
    }

    /** Gives the one that stands there a name that is free. */
    static void setAside(Path file) throws IOException {
        if (!Files.isRegularFile(beside(file))) {
            return;
        }
        int number = 1;
        while (Files.exists(old(file, number))) {
            number++;
        }
        Files.move(beside(file), old(file, number), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path old(Path file, int number) {
        return file.resolveSibling(file.getFileName() + ".old." + number + Listing.ERRORS);
    }

    /** Follows a file that was renamed. */
    static void follow(Path from, Path to) throws IOException {
        if (Files.isRegularFile(beside(from))) {
            setAside(to);
            Files.move(beside(from), beside(to), StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
