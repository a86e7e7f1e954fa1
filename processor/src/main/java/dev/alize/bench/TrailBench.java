package dev.alize.bench;

import dev.alize.client.Connection;
import dev.alize.client.TopicCreation;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.KafkaSettings;
import dev.alize.embedded.EmbeddedOptions;
import dev.alize.embedded.EmbeddedStack;
import dev.alize.postmortem.Aggregator;
import dev.alize.postmortem.Notes;
import dev.alize.postmortem.Slices;
import dev.alize.trail.KafkaTrail;
import dev.alize.trail.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How long a postmortem over a long trail takes, in this process and its heap. */
public final class TrailBench {
    private static final Duration WINDOW = Duration.ofMinutes(90);
    private static final double MOST_SECONDS = 60;
    private static final double MOST_MIB = 512;
    private static final double MIB = 1 << 20;

    private final long events;
    private final Consumer<String> progress;

    /**
     * What was measured.
     *
     * @param postmortem what was found
     */
    public record Result(Report report, dev.alize.postmortem.Report postmortem) {}

    /** @param events 100 to 100,000,000 */
    public TrailBench(long events, Consumer<String> progress) {
        if (events < 100 || events > 100_000_000) {
            throw new IllegalArgumentException("events: got " + events + ", expected 100 to 100000000");
        }
        this.events = events;
        this.progress = progress;
    }

    /** On a broker and a registry that are started for it. */
    public Result embedded(Configuration configuration) throws InterruptedException {
        try (EmbeddedStack stack = EmbeddedStack.start(EmbeddedOptions.defaults())) {
            return on(configuration.withKafka(Map.of(
                    KafkaSettings.BOOTSTRAP_SERVERS, stack.bootstrapServers(),
                    KafkaSettings.SCHEMA_REGISTRY_URL, stack.registryUrl())));
        }
    }

    /** On the audit topic of a cluster, which is best empty. */
    public Result on(Configuration configuration) throws InterruptedException {
        Connection connection = Connection.of(configuration, Environment.ofProcess());
        var unused = TopicCreation.create(connection, configuration, false);
        Instant to = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(5));
        Window window = new Window(to.minus(WINDOW), to);
        long begun = System.nanoTime();
        long written = MadeUpTrail.write(connection, configuration, window, events);
        double writing = (System.nanoTime() - begun) / 1e9;
        progress.accept("Wrote %,d events in %.1f s".formatted(written, writing));
        return read(connection, configuration, window, written, writing);
    }

    private Result read(Connection connection, Configuration configuration, Window window, long written, double writing)
            throws InterruptedException {
        System.gc();
        HeapPeak.reset();
        long begun = System.nanoTime();
        Duration before = cpu();
        long read;
        dev.alize.postmortem.Report postmortem;
        try (KafkaTrail trail = KafkaTrail.open(connection, configuration)) {
            Aggregator aggregator = new Aggregator(Slices.of(window), trail.partitions());
            read = trail.read(window, aggregator, state -> {});
            postmortem = aggregator.report(Notes.NONE);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cpu = cpu().minus(before).toMillis() / 1e3;
        double heap = Runtime.getRuntime().maxMemory() / MIB;
        double peak = HeapPeak.mib();
        List<Bar> bars = List.of(
                Bar.figure("events written per second", written / writing),
                Bar.mustBeAtMost("events written and not read", written - read, 0),
                Bar.atMost("seconds for the postmortem", seconds, MOST_SECONDS * written / 1e6),
                Bar.figure("events read per second", read / seconds),
                Bar.atMost("heap this process may use, MiB", heap, MOST_MIB),
                Bar.figure("heap used at the peak, MiB", peak));
        SequencedMap<String, Double> cpus = new LinkedHashMap<>();
        cpus.put("reader", cpu);
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("events", written);
        json.put("read", read);
        json.put("write_seconds", Report.rounded(writing));
        json.put("read_seconds", Report.rounded(seconds));
        json.put("read_cpu_seconds", Report.rounded(cpu));
        json.put("heap_max_mib", Report.rounded(heap));
        json.put("heap_peak_mib", Report.rounded(peak));
        String method = "A made-up audit trail of 90 minutes with an outage, read and counted for a postmortem in this"
                + " process. Start it with -Xmx512m to measure within the bar for memory.";
        return new Result(new Report(method, cpus, bars, List.of(postmortem.summary()), json), postmortem);
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
