package dev.alize.connect.batch.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second task out of the directory, such as one of a worker that the cluster believes to be dead. */
final class DirectoryLock implements Closeable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws HeldException where another task has it */
    static DirectoryLock of(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new DirectoryLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // By a task of this process.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new HeldException(file);
    }

    /** Another task writes here. */
    static final class HeldException extends IOException {
        private static final long serialVersionUID = 1L;

        HeldException(Path file) {
            super(file + ": got a lock that another task holds, expected it to end");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
