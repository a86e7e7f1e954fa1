package dev.alize.connect.batch.sink;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.connect.batch.BatchEnd;
import dev.alize.connect.batch.LineId;
import dev.alize.schemas.Status;
import dev.alize.schemas.batch.ResultLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch whose lines are not all answered. Not thread-safe. */
final class OpenBatch {
    /** How every line of the result format begins, and so the request's id is found without parsing the line. */
    private static final String LINE_START = "{\"id\":\"batch_req_";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * An answer to one of its requests.
     *
     * @param line its number in the batch
     * @param bytes a line of the result format, line feed included
     */
    record Answer(long line, Status status, byte[] bytes) {}

    private final BatchKey key;
    private final PartFile output;
    private final PartFile errors;
    private final LineSet answered = new LineSet();
    private final Map<Status, Long> counts = new EnumMap<>(Status.class);
    private @Nullable BatchEnd end;
    private @Nullable String base;
    /** Answered lines that the file has, once its end is known. */
    private long counted;

    OpenBatch(BatchKey key, Path directory, Disk disk) {
        this.key = key;
        this.output = new PartFile(directory.resolve(key.fileName() + ".output"), disk);
        this.errors = new PartFile(directory.resolve(key.fileName() + ".errors"), disk);
    }

    BatchKey key() {
        return key;
    }

    PartFile output() {
        return output;
    }

    PartFile errors() {
        return errors;
    }

    @Nullable
    BatchEnd end() {
        return end;
    }

    /** Name of its files in place, without endings; null while it is not complete. */
    @Nullable
    String base() {
        return base;
    }

    void ended(BatchEnd with) {
        end = with;
        counted = answered.upTo(with.lastLine());
    }

    void placed(String as) {
        base = as;
    }

    /** Takes up what the journal states. */
    void recover(Journal.Entry entry) throws IOException {
        end = entry.end();
        base = entry.base();
        if (base == null) {
            output.recover(entry.outputBytes(), line -> recovered(line, Status.COMPLETED));
            errors.recover(entry.errorBytes(), line -> recovered(line, statusOf(line)));
        }
        if (end != null) {
            ended(end);
        }
    }

    private void recovered(byte[] line, Status status) throws IOException {
        int from = LINE_START.length();
        int to = from;
        while (to < line.length && line[to] != '"') {
            to++;
        }
        String id = new String(line, Math.min(from, to), to - Math.min(from, to), StandardCharsets.UTF_8);
        LineId found = LineId.parse(id)
                .orElseThrow(() -> new IOException(
                        key.fileName() + ": got a line that the sink did not write, expected only its own"));
        answered.add(found.line());
        counts.merge(status, 1L, Long::sum);
    }

    private Status statusOf(byte[] line) throws IOException {
        return ResultLine.read(line)
                .map(ResultLine.Answer::status)
                .orElseThrow(() -> new IOException(key.fileName() + ": got a line of another format"));
    }

    /** Writes the answers that are new; those to a line that has one or is none, or to a complete batch, are passed over. */
    void append(List<Answer> answers) throws IOException {
        if (base != null) {
            return;
        }
        LineSet seen = new LineSet();
        List<Answer> completed = new ArrayList<>();
        List<Answer> others = new ArrayList<>();
        for (Answer answer : answers) {
            if (isLine(answer.line()) && !answered.contains(answer.line()) && seen.add(answer.line())) {
                (answer.status() == Status.COMPLETED ? completed : others).add(answer);
            }
        }
        append(output, completed);
        append(errors, others);
    }

    private void append(PartFile to, List<Answer> answers) throws IOException {
        if (answers.isEmpty()) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        answers.forEach(answer -> bytes.writeBytes(answer.bytes()));
        to.append(bytes.toByteArray(), answers.size());
        for (Answer answer : answers) {
            answered.add(answer.line());
            counts.merge(answer.status(), 1L, Long::sum);
            counted++;
        }
    }

    private boolean isLine(long line) {
        return end == null || line <= end.lastLine();
    }

    boolean complete() {
        return end != null && counted >= end.requests();
    }

    /** When it last got an answer, in milliseconds since 1970; 0 where it has none. */
    long answeredAt() throws IOException {
        return Math.max(output.modified(), errors.modified());
    }

    void force() throws IOException {
        output.force();
        errors.force();
    }

    Journal.Entry entry() {
        return new Journal.Entry(key, output.length(), errors.length(), end, base);
    }

    /** The manifest of a complete batch, for its files in place. */
    byte[] manifest(String as, Instant completedAt) throws IOException {
        BatchEnd ended = requireNonNull(end);
        ObjectNode json = ended.toJson();
        ObjectNode answers = json.putObject("answers");
        for (Status status : Status.values()) {
            answers.put(status.name().toLowerCase(Locale.ROOT), counts.getOrDefault(status, 0L));
        }
        describe(json.putObject("output"), as + Publication.OUTPUT, output);
        describe(json.putObject("errors"), as + Publication.ERRORS, errors);
        json.put("completed_at", completedAt.toString());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    private static void describe(ObjectNode json, String name, PartFile file) {
        json.put("file", name)
                .put("lines", file.lines())
                .put("bytes", file.length())
                .put("sha256", file.sha256Hex());
    }
}
