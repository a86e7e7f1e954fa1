package dev.alize.client.batch;

import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import dev.alize.client.batch.LineReader.Line;
import dev.alize.schemas.batch.BatchLine;
import dev.alize.schemas.batch.BatchLines;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A file of requests. It is read twice: once to find everything that is wrong with it, once to send it. */
final class InputFile {
    /** How many problems are listed; the others are counted. */
    private static final int LISTED = 20;

    /**
     * What the first reading found.
     *
     * @param index every request of the file, all open
     * @param bytes size of the file
     * @param sha256 hash of the file, 64 lower-case hexadecimal digits
     */
    record Scan(RequestIndex index, long bytes, String sha256) {}

    private final Path file;

    InputFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the whole file.
     *
     * @throws BadInputException with all that is wrong
     */
    Scan scan(String runId) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            String got =
                    !Files.exists(file) ? "no such file" : Files.isDirectory(file) ? "a directory" : "no readable file";
            throw new BadInputException("Input", new Problem(file.toString(), got, "a readable file of JSON lines"));
        }
        MessageDigest hash = RequestId.sha256();
        try (LineReader lines = LineReader.open(file, hash)) {
            Scanning scanning = new Scanning(runId);
            Optional<Line> line;
            while ((line = lines.next()).isPresent()) {
                scanning.add(line.get());
            }
            return new Scan(scanning.checked(), lines.offset(), HexFormat.of().formatHex(hash.digest()));
        } catch (IOException e) {
            throw new BadInputException(
                    "Input", new Problem(file.toString(), "a read error: " + e.getMessage(), "a readable file"));
        }
    }

    /** The requests of the file, in its order. */
    Cursor requests() {
        return cursorAt(0);
    }

    /** The custom id of the line at an offset that {@link #scan} gave. */
    String customIdAt(long offset) {
        try (Cursor cursor = cursorAt(offset)) {
            return cursor.next().orElseThrow(this::changed).customId();
        }
    }

    private Cursor cursorAt(long offset) {
        try {
            return new Cursor(LineReader.openAt(file, offset));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IllegalStateException changed() {
        return new IllegalStateException(
                file + ": got another content than before; expected it to stay as it is during the run");
    }

    private String where(Line line) {
        return file + ":" + line.number();
    }

    private Optional<BatchLine> parse(Line line, Consumer<Problem> problems) {
        if (line.tooLong()) {
            problems.accept(new Problem(
                    where(line),
                    "a line of " + line.length() + " bytes",
                    "at most " + LineReader.MAX_LINE_BYTES + " bytes"));
            return Optional.empty();
        }
        return BatchLines.parse(line.bytes(), fault -> {
            String where = where(line) + (fault.path().isEmpty() ? "" : " " + fault.path());
            problems.accept(new Problem(where, fault.got(), fault.expected()));
        });
    }

    /** The second reading. */
    final class Cursor implements Closeable {
        private final LineReader lines;

        private Cursor(LineReader lines) {
            this.lines = lines;
        }

        /** The next request, or nothing at the end of the file. */
        Optional<BatchLine> next() {
            try {
                Optional<Line> line = lines.next();
                while (line.isPresent() && line.get().blank()) {
                    line = lines.next();
                }
                return line.map(found -> parse(found, problem -> {}).orElseThrow(InputFile.this::changed));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                lines.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The first reading. */
    private final class Scanning {
        private final String runId;
        private final RequestIndex index = new RequestIndex();
        private final List<Problem> problems = new ArrayList<>();
        private long total;

        Scanning(String runId) {
            this.runId = runId;
        }

        void add(Line line) {
            if (!line.blank()) {
                parse(line, this::report).ifPresent(request -> index(line, request));
            }
        }

        private void index(Line line, BatchLine request) {
            int first = index.add(RequestId.of(runId, request.customId()), line.number(), line.offset());
            if (first != 0) {
                report(new Problem(
                        where(line) + " custom_id",
                        "the custom_id of line " + first + " again",
                        "one that is unique within the file"));
            }
        }

        private void report(Problem problem) {
            total++;
            if (problems.size() < LISTED) {
                problems.add(problem);
            }
        }

        RequestIndex checked() {
            if (total == 0 && index.size() == 0) {
                report(new Problem(file.toString(), "no requests", "at least one line with custom_id and body"));
            }
            if (total > 0) {
                throw new BadInputException("Input", problems, total);
            }
            return index;
        }
    }
}
