package dev.alize.connect.batch.source;

import dev.alize.connect.batch.BatchEnd;
import dev.alize.connect.batch.LineId;
import dev.alize.connect.batch.source.InputFiles.Share;
import dev.alize.connect.batch.source.LineParser.Parsed;
import dev.alize.schemas.Priority;
import dev.alize.schemas.batch.LineFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A directory with a task, a clock that stands still, and a topic that keeps what is committed. */
final class TestFiles {
    static final long QUIET = 10_000;

    final Path input;
    final Map<String, Map<String, Object>> committed = new HashMap<>();
    /** Lines that are on the topic, in order, as {@code batch-line text}. */
    final List<String> topic = new ArrayList<>();

    final List<BatchEnd> ends = new ArrayList<>();
    int pollMaxLines = 100;
    int lineMaxBytes = 1_000;
    long scanMillis = 1;
    Completion completion = Completion.QUIET;
    long now = Instant.now().toEpochMilli();
    private InputFiles files;

    TestFiles(Path input) {
        this.input = input;
        this.files = open(new Share(0, 1));
    }

    /** A task as after a kill: only what is committed is known. */
    void start() {
        start(new Share(0, 1));
    }

    void start(Share share) {
        files = open(share);
    }

    private InputFiles open(Share share) {
        SourceSettings settings = new SourceSettings(
                input,
                input.resolve("finished"),
                Pattern.compile(".*\\.jsonl(\\.[0-9]+)?(\\.gz|\\.zst)?"),
                completion,
                Duration.ofMillis(QUIET),
                Duration.ofMillis(scanMillis),
                lineMaxBytes,
                1_000_000,
                pollMaxLines,
                1 << 20,
                "llm.requests",
                "llm.batches",
                "acme",
                Priority.BULK);
        BatchFile.Setting setting = new BatchFile.Setting("source", settings, TestFiles::parse, committed::get);
        return new InputFiles(setting, share, () -> Instant.ofEpochMilli(now));
    }

    private static Parsed parse(byte[] line, LineId id) {
        String text = new String(line, StandardCharsets.UTF_8);
        if (text.equals("broken")) {
            throw new IllegalStateException("A bug");
        }
        return text.startsWith("bad")
                ? new Parsed.Bad(text, "invalid_line", new LineFault("body", "nothing", "an object"))
                : new Parsed.Good((id.text() + " " + text).getBytes(StandardCharsets.UTF_8));
    }

    /** One poll whose readings are not committed. */
    List<Reading> poll() throws IOException {
        now += 10;
        return files.read();
    }

    /** One poll in one transaction that commits. */
    int commit() throws IOException {
        List<Reading> readings = poll();
        commit(readings);
        return readings.size();
    }

    void commit(List<Reading> readings) {
        for (Reading reading : readings) {
            committed.put(reading.file(), throughJson(reading.progress().toOffset()));
            switch (reading) {
                case Reading.Request request -> topic.add(new String(request.request(), StandardCharsets.UTF_8));
                case Reading.Ended ended -> ends.add(ended.end());
            }
            files.acknowledged(reading.file());
        }
    }

    /** Offsets come back from Kafka with whole numbers of any kind. */
    private static Map<String, Object> throughJson(Map<String, Object> offset) {
        Map<String, Object> read = new HashMap<>(offset);
        read.replaceAll((name, value) ->
                value instanceof Long number && number == number.intValue() ? (Object) number.intValue() : value);
        return read;
    }

    /** Polls until nothing comes any more, with the quiet time in between. */
    void drain() throws IOException {
        for (int idle = 0; idle < 4; ) {
            if (commit() == 0) {
                idle++;
                now += QUIET;
            } else {
                idle = 0;
            }
        }
    }

    /** Texts of the lines on the topic, without their ids. */
    List<String> texts() {
        return topic.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
    }

    Path write(String name, String content) throws IOException {
        return Files.writeString(input.resolve(name), content);
    }

    List<String> names(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
