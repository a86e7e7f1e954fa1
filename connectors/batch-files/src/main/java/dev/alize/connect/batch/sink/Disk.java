package dev.alize.connect.batch.sink;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Changes on the disk, each announced to {@link Steps}. */
final class Disk {
    private final Steps steps;

    Disk(Steps steps) {
        this.steps = steps;
    }

    /** Writes at a position and ends the file there; nothing is on the disk before {@link #force}. */
    void write(Path file, long position, byte[] bytes) throws IOException {
        steps.before("write " + file.getFileName());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.size() < position) {
                throw new IOException(file + ": got " + channel.size() + " bytes, expected " + position
                        + " that were written before");
            }
            channel.position(position);
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.truncate(channel.position());
        }
    }

    /** Returns when the file is on the disk; creates it where there is none. */
    void force(Path file) throws IOException {
        steps.before("force " + file.getFileName());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Writes the whole of a file, or nothing of it. */
    void replace(Path file, byte[] bytes) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".tmp");
        write(draft, 0, bytes);
        force(draft);
        move(draft, file);
        forceDirectory(requireNonNull(file.getParent()));
    }

    /** Renames within a file system, replacing what is there. */
    void move(Path from, Path to) throws IOException {
        steps.before("move " + to.getFileName());
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The renames before are on the disk. */
    void forceDirectory(Path directory) throws IOException {
        steps.before("force directory");
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    void delete(Path file) throws IOException {
        steps.before("delete " + file.getFileName());
        Files.deleteIfExists(file);
    }
}
