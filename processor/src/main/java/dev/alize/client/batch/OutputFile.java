package dev.alize.client.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import dev.alize.client.batch.LineReader.Line;
import dev.alize.schemas.batch.ResultLine;
import dev.alize.schemas.batch.ResultLine.Answer;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of answers, locked against a second writer while it is open. Its last line may be torn by a crash: then it is
 * cut off when the file is opened, and its request is asked for again. Not thread-safe.
 */
final class OutputFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel channel;
    private final OutputStream stream;

    private OutputFile(FileChannel channel) {
        this.channel = channel;
        this.stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    /**
     * Opens the file to append, creating it where there is none.
     *
     * @param answers receives what stands in the file
     * @throws BadInputException where the file is none of this format, or is being written
     */
    static OutputFile open(Path file, Consumer<Answer> answers) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock(channel, file);
            channel.truncate(endOfAnswers(file, answers));
            channel.position(channel.size());
            return new OutputFile(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException held) {
            lock = null;
        }
        if (lock == null) {
            throw new BadInputException(
                    "Output",
                    new Problem(file.toString(), "a file that another run is writing", "that run to end first"));
        }
    }

    /**
     * Reads the answers of a file.
     *
     * @return the position behind the last whole answer, in bytes
     * @throws BadInputException where something that is no answer stands before an answer
     */
    static long endOfAnswers(Path file, Consumer<Answer> answers) throws IOException {
        long end = 0;
        int torn = 0;
        try (LineReader lines = LineReader.openAt(file, 0)) {
            Optional<Line> next;
            while ((next = lines.next()).isPresent()) {
                Line line = next.get();
                Optional<Answer> answer = line.ended() ? ResultLine.read(line.bytes()) : Optional.empty();
                if (torn > 0 || (answer.isEmpty() && line.ended())) {
                    throw new BadInputException(
                            "Output",
                            new Problem(
                                    file + ":" + line.number(),
                                    "a line that is no answer",
                                    "a new file, or the output of an earlier run"));
                }
                if (answer.isPresent()) {
                    answers.accept(answer.get());
                    end = lines.offset();
                } else {
                    torn = line.number();
                }
            }
        }
        return end;
    }

    /** Appends a line; it is in the file after the next {@link #flush}. */
    void append(ObjectNode line) throws IOException {
        stream.write(ResultLine.bytes(line));
    }

    /** Hands everything to the operating system: it survives a crash of this process, not of the machine. */
    void flush() throws IOException {
        stream.flush();
    }

    /** Puts everything on the disk and unlocks the file. */
    @Override
    public void close() throws IOException {
        try (channel) {
            stream.flush();
            channel.force(true);
        }
    }
}
