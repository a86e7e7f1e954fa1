package dev.alize.connect.batch.source;

import dev.alize.connect.batch.Settings;
import dev.alize.connect.batch.Settings.Recommended;
import dev.alize.schemas.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/**
 * How files are read.
 *
 * @param input the directory to watch
 * @param finished where finished files go, on the same file system
 * @param pattern names of the files
 * @param quiet how long a complete file has not changed, and how long a file is missing before it counts as vanished
 * @param scan between two looks at the directory
 * @param lineMaxBytes the longest line that is read
 * @param requestMaxBytes the largest value that is written
 */
public record SourceSettings(
        Path input,
        Path finished,
        Pattern pattern,
        Completion completion,
        Duration quiet,
        Duration scan,
        int lineMaxBytes,
        int requestMaxBytes,
        int pollMaxLines,
        int pollMaxBytes,
        String requestsTopic,
        String batchesTopic,
        String tenant,
        Priority priority) {
    public static final String INPUT = "input.directory";
    public static final String FINISHED = "finished.directory";
    public static final String REQUEST_MAX_BYTES = "request.max.bytes";

    private static final String PATTERN = "file.pattern";
    private static final String COMPLETION = "file.completion";
    private static final String QUIET = "file.quiet.ms";
    private static final String SCAN = "scan.interval.ms";
    private static final String LINE_MAX_BYTES = "line.max.bytes";
    private static final String POLL_MAX_LINES = "poll.max.lines";
    private static final String POLL_MAX_BYTES = "poll.max.bytes";
    private static final String REQUESTS = "requests.topic";
    private static final String BATCHES = "batches.topic";
    private static final String TENANT = "tenant";
    private static final String PRIORITY = "priority";
    private static final String REGISTRY = "schema.registry.url";
    private static final List<String> PRIORITIES = List.of("interactive", "normal", "bulk");
    private static final String FILES = "Files";
    private static final String RECORDS = "Records";

    /** Every key with its validator, its recommended values and its documentation. */
    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    INPUT,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Settings.directory(false),
                    Importance.HIGH,
                    "The directory whose files are read. The worker's user may read and write it. All workers of the"
                            + " cluster see the same directory.",
                    FILES,
                    1,
                    Width.LONG,
                    "Input directory")
            .define(
                    FINISHED,
                    Type.STRING,
                    "",
                    Settings.directory(true),
                    Importance.MEDIUM,
                    "Where finished files go, on the same file system as the input directory. Empty: the directory"
                            + " finished in the input directory.",
                    FILES,
                    2,
                    Width.LONG,
                    "Finished files")
            .define(
                    PATTERN,
                    Type.STRING,
                    ".*\\.jsonl(\\.[0-9]+)?(\\.gz|\\.zst)?",
                    Settings.regex(),
                    Importance.MEDIUM,
                    "Names of the files that are read, a regular expression. Names that begin with a dot or end in"
                            + " .errors.jsonl are never read.",
                    FILES,
                    3,
                    Width.LONG,
                    "Names")
            .define(
                    COMPLETION,
                    Type.STRING,
                    "quiet",
                    Settings.oneOf(Completion.texts()),
                    Importance.HIGH,
                    "How it shows that nothing will be added to a file. quiet: it has not changed for file.quiet.ms."
                            + " marker: only by a file <name>.done beside it. rename: by its being there, since"
                            + " whoever writes it renames it when it is written. A marker counts in every case.",
                    FILES,
                    4,
                    Width.SHORT,
                    "When a file is complete",
                    new Recommended(List.copyOf(Completion.texts())))
            .define(
                    QUIET,
                    Type.LONG,
                    10_000L,
                    Range.between(100, 86_400_000L),
                    Importance.MEDIUM,
                    "How long a file has not changed before it counts as complete (quiet), in milliseconds; and how"
                            + " long a file is missing before it counts as vanished.",
                    FILES,
                    5,
                    Width.SHORT,
                    "Quiet time",
                    new Recommended(List.of(1_000L, 10_000L, 60_000L)))
            .define(
                    SCAN,
                    Type.LONG,
                    1_000L,
                    Range.between(50, 3_600_000L),
                    Importance.LOW,
                    "Time between two looks at the directory, in milliseconds.",
                    FILES,
                    6,
                    Width.SHORT,
                    "Scan interval",
                    new Recommended(List.of(1_000L, 10_000L)))
            .define(
                    LINE_MAX_BYTES,
                    Type.INT,
                    16 << 20,
                    Range.between(1 << 10, 256 << 20),
                    Importance.LOW,
                    "The longest line that is read, in bytes; a longer one is a bad line. Bounds the memory.",
                    FILES,
                    7,
                    Width.SHORT,
                    "Longest line")
            .define(
                    REQUESTS,
                    Type.STRING,
                    "llm.requests",
                    Settings.topic(),
                    Importance.HIGH,
                    "The topic that requests are written to.",
                    RECORDS,
                    1,
                    Width.MEDIUM,
                    "Requests",
                    new Recommended(List.of("llm.requests")))
            .define(
                    BATCHES,
                    Type.STRING,
                    "llm.batches",
                    Settings.topic(),
                    Importance.HIGH,
                    "The compacted topic of one partition that the ends of batches are written to.",
                    RECORDS,
                    2,
                    Width.MEDIUM,
                    "Batches",
                    new Recommended(List.of("llm.batches")))
            .define(
                    TENANT,
                    Type.STRING,
                    "default",
                    Settings.shortText(),
                    Importance.HIGH,
                    "On whose account the requests run.",
                    RECORDS,
                    3,
                    Width.MEDIUM,
                    "Tenant",
                    new Recommended(List.of("default")))
            .define(
                    PRIORITY,
                    Type.STRING,
                    "bulk",
                    Settings.oneOf(PRIORITIES),
                    Importance.MEDIUM,
                    "How urgent the requests are: interactive, normal or bulk.",
                    RECORDS,
                    4,
                    Width.SHORT,
                    "Priority",
                    new Recommended(List.copyOf(PRIORITIES)))
            .define(
                    REQUEST_MAX_BYTES,
                    Type.INT,
                    1_000_000,
                    Range.between(1 << 10, 256 << 20),
                    Importance.MEDIUM,
                    "The largest record value that is written, in bytes; a line whose request is larger is a bad line."
                            + " Raise it together with producer.override.max.request.size and the topic's"
                            + " max.message.bytes.",
                    RECORDS,
                    5,
                    Width.SHORT,
                    "Largest request")
            .define(
                    POLL_MAX_LINES,
                    Type.INT,
                    2_000,
                    Range.between(1, 100_000),
                    Importance.LOW,
                    "Lines that are read at once. With transaction.boundary=poll this is also a transaction.",
                    RECORDS,
                    6,
                    Width.SHORT,
                    "Lines at once",
                    new Recommended(List.of(500, 2_000, 5_000)))
            .define(
                    POLL_MAX_BYTES,
                    Type.INT,
                    8 << 20,
                    Range.between(1 << 10, 1 << 30),
                    Importance.LOW,
                    "Bytes of lines that are read at once; the last line may go beyond.",
                    RECORDS,
                    7,
                    Width.SHORT,
                    "Bytes at once")
            .define(
                    REGISTRY,
                    Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    Importance.HIGH,
                    "Addresses of the schema registry. Further settings of the registry's client and of the serde have"
                            + " Confluent's names.",
                    RECORDS,
                    8,
                    Width.LONG,
                    "Schema registry");

    /**
     * Reads the configuration of a connector or a task.
     *
     * @throws ConfigException where a value is missing or wrong
     */
    public static SourceSettings of(Map<String, String> settings) {
        AbstractConfig config = new AbstractConfig(DEFINITION, settings, false);
        Path input = Path.of(config.getString(INPUT));
        String finished = config.getString(FINISHED);
        return new SourceSettings(
                input,
                finished.isEmpty() ? input.resolve("finished") : Path.of(finished),
                Pattern.compile(config.getString(PATTERN)),
                Completion.of(config.getString(COMPLETION)),
                Duration.ofMillis(config.getLong(QUIET)),
                Duration.ofMillis(config.getLong(SCAN)),
                config.getInt(LINE_MAX_BYTES),
                config.getInt(REQUEST_MAX_BYTES),
                config.getInt(POLL_MAX_LINES),
                config.getInt(POLL_MAX_BYTES),
                config.getString(REQUESTS),
                config.getString(BATCHES),
                config.getString(TENANT),
                Priority.valueOf(config.getString(PRIORITY).toUpperCase(Locale.ROOT)));
    }
}
