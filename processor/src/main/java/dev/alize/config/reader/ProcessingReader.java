package dev.alize.config.reader;

import dev.alize.config.Bounds;
import dev.alize.config.Guarantee;
import dev.alize.config.Idempotency;
import dev.alize.config.ProcessingSettings;
import dev.alize.config.Recovery;
import dev.alize.config.StreamsSettings;
import dev.alize.config.Waiting;
import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Block {@code processing}. */
final class ProcessingReader {
    private static final Format<String> ID = Formats.text(
            "1 to 150 letters, digits, dots, dashes and underscores",
            text -> StreamsSettings.ID.matcher(text).matches());
    private static final Format<Guarantee> GUARANTEE = Formats.oneOf(guarantees());
    private static final Pattern CLASS = Pattern.compile("\\p{javaJavaIdentifierStart}[\\p{javaJavaIdentifierPart}.]*");
    private static final Format<String> CLASS_NAME =
            Formats.text("the name of a class", text -> CLASS.matcher(text).matches());

    private final YamlMap block;

    private ProcessingReader(YamlMap block) {
        this.block = block;
    }

    static Supplier<ProcessingSettings> read(YamlMap block, Paths paths) {
        ProcessingReader reader = new ProcessingReader(block);
        Supplier<StreamsSettings> streams = reader.streams(paths);
        Supplier<Bounds> bounds = reader.bounds();
        Supplier<Waiting> waiting = reader.waiting();
        Supplier<Idempotency> idempotency = reader.idempotency();
        Supplier<Recovery> recovery = reader.recovery();
        return () ->
                new ProcessingSettings(streams.get(), bounds.get(), waiting.get(), idempotency.get(), recovery.get());
    }

    private static Map<String, Guarantee> guarantees() {
        Map<String, Guarantee> words = new LinkedHashMap<>();
        for (Guarantee guarantee : Guarantee.values()) {
            words.put(guarantee.code(), guarantee);
        }
        return words;
    }

    private Supplier<StreamsSettings> streams(Paths paths) {
        String applicationId = block.get("application_id", ID, StreamsSettings.DEFAULT_APPLICATION_ID);
        Optional<String> instanceId = block.find("instance_id", ID);
        Path stateDir = paths.ofProcess(block.get("state_dir", Formats.text(), "~/.alize/state"));
        int threads = block.get("threads", Values.whole(StreamsSettings.THREADS), 1);
        Guarantee guarantee = block.get("guarantee", GUARANTEE, Guarantee.EXACTLY_ONCE_V2);
        Duration commit =
                block.get("commit_interval", Values.duration(StreamsSettings.COMMIT_INTERVAL), Duration.ofMillis(50));
        int standbys = block.get("standby_replicas", Values.whole(StreamsSettings.STANDBY_REPLICAS), 0);
        String serde = block.get("value_serde", CLASS_NAME, StreamsSettings.DEFAULT_VALUE_SERDE);
        return () -> new StreamsSettings(
                applicationId, instanceId.orElse(null), stateDir, threads, guarantee, commit, standbys, serde);
    }

    private Supplier<Bounds> bounds() {
        Bounds usual = Bounds.DEFAULT;
        int calls = block.get("max_open_calls", Values.whole(Bounds.OPEN_CALLS), usual.maxOpenCalls());
        long open = block.get("max_open_bytes", Values.size(Bounds.OPEN_BYTES), usual.maxOpenBytes());
        long request = recordBytes("max_request_bytes", usual.maxRequestBytes());
        long response = recordBytes("max_response_bytes", usual.maxResponseBytes());
        if (open < request) {
            block.problem(
                    "max_open_bytes", "is less than max_request_bytes: the largest request would never be called");
        }
        return () -> new Bounds(calls, open, (int) request, (int) response);
    }

    private Supplier<Waiting> waiting() {
        Waiting usual = Waiting.DEFAULT;
        int waiting = block.get("max_waiting", Values.whole(Waiting.WAITING), usual.maxWaiting());
        int perKey = block.get("max_held_per_key", Values.whole(Waiting.HELD_PER_KEY), usual.maxHeldPerKey());
        long held = block.get("max_held_bytes", Values.size(Waiting.HELD_BYTES), usual.maxHeldBytes());
        Duration age = block.get("max_age", Values.duration(Waiting.MAX_AGE), usual.maxAge());
        return () -> new Waiting(waiting, perKey, held, age);
    }

    private long recordBytes(String key, long usual) {
        return block.get(key, Values.size(Bounds.RECORD_BYTES), usual);
    }

    private Supplier<Idempotency> idempotency() {
        Idempotency usual = Idempotency.DEFAULT;
        Duration window = block.get("idempotency_window", Values.duration(Idempotency.WINDOW), usual.window());
        int entries = block.get("idempotency_entries", Values.whole(Idempotency.ENTRIES), usual.entries());
        Duration early =
                block.get("early_cancel_window", Values.duration(Idempotency.EARLY_CANCEL), usual.earlyCancelWindow());
        return () -> new Idempotency(window, entries, early);
    }

    private Supplier<Recovery> recovery() {
        Recovery usual = Recovery.DEFAULT;
        int redispatches = block.get("max_redispatches", Values.whole(Recovery.REDISPATCHES), usual.maxRedispatches());
        Duration drain = block.get("drain_timeout", Values.duration(Recovery.DRAIN_TIMEOUT), usual.drainTimeout());
        Duration orphan = block.get("orphan_timeout", Values.duration(Recovery.ORPHAN_TIMEOUT), usual.orphanTimeout());
        return () -> new Recovery(redispatches, drain, orphan);
    }
}
