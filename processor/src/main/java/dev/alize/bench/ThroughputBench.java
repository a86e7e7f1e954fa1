package dev.alize.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many requests a processor answers when there is always work and the provider takes no time. Each run produces its
 * requests (prompts of 1,024 characters, encoded beforehand) at once and lasts from the first of them handed to the
 * producer to the last response seen by a reader of committed records, on the same processor, which a warm-up has
 * warmed. Reading the CPU clocks brackets exactly that time.
 *
 * <p>With a chain that is compared there are two processors, each on a broker of its own, whose runs take turns: both see
 * the same machine.
 */
public final class ThroughputBench {
    /** Bars on two quiet cores shared by all parts; the design's prototype reached 11,600 and 0.108. */
    private static final double ANSWERED_PER_SECOND = 6_000;

    private static final double CPU_SECONDS_PER_1000 = 0.18;

    /** What a chain of four policies may add. */
    private static final double CHAIN_CPU_SECONDS_PER_1000 = 0.1;

    private final ThroughputOptions options;
    private final Consumer<String> progress;
    /** Last opened first. */
    private final Deque<Lane> opened = new ArrayDeque<>();

    /** @param progress takes sentences for people while the bench runs */
    public ThroughputBench(ThroughputOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Runs it. */
    public Report run() throws InterruptedException {
        progress.accept("Starting broker, registry, simulator and processor");
        try {
            List<Lane> lanes = open();
            for (Lane lane : lanes) {
                progress.accept(said(lane, "warming up with " + options.warmUp() + " requests"));
                lane.warmUp(options.warmUp());
            }
            for (int i = 1; i <= options.runs(); i++) {
                for (Lane lane : lanes) {
                    progress.accept(said(
                            lane,
                            "run %d: %s"
                                    .formatted(i, lane.run(options.requests()).sentence())));
                }
            }
            for (Lane lane : lanes) {
                lane.finish();
            }
            Report report = report(lanes);
            lanes.forEach(lane -> lane.keepIf(!report.isCorrect(), progress));
            return report;
        } finally {
            opened.forEach(Lane::close);
        }
    }

    /** The chain that is measured comes first. */
    private List<Lane> open() throws InterruptedException {
        ThroughputOptions.Chain chain = options.chain();
        RigOptions measured =
                chain.policies().isEmpty() ? options.rig() : options.rig().withPolicies(chain.policies());
        open(chain.compared() ? "chain" : "", measured);
        if (chain.compared()) {
            open("without", options.rig());
        }
        return new ArrayList<>(opened.reversed());
    }

    private void open(String name, RigOptions rig) throws InterruptedException {
        opened.push(Lane.open(name, rig, options.chain().texts()));
    }

    private static String said(Lane lane, String what) {
        String sentence = lane.name().isEmpty() ? what : lane.name() + ", " + what;
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private Report report(List<Lane> lanes) {
        Lane lane = lanes.getFirst();
        boolean usual = options.chain().policies().isEmpty();
        double cpu = lane.cpuSecondsPer1000();
        List<Bar> bars = new ArrayList<>();
        bars.add(
                usual
                        ? Bar.atLeast("answered per second", lane.answeredPerSecond(), ANSWERED_PER_SECOND)
                        : Bar.figure("answered per second", lane.answeredPerSecond()));
        bars.add(
                usual
                        ? Bar.atMost("CPU seconds of the processor per 1,000", cpu, CPU_SECONDS_PER_1000)
                        : Bar.figure("CPU seconds of the processor per 1,000", cpu));
        if (lanes.size() > 1) {
            double without = lanes.getLast().cpuSecondsPer1000();
            bars.add(Bar.figure("the same without the chain", without));
            bars.add(Bar.atMost("the chain alone", Report.rounded(cpu - without), CHAIN_CPU_SECONDS_PER_1000));
        }
        if (!usual) {
            bars.add(Bar.figure("blocked", lane.blocked()));
        }
        bars.add(Bar.mustBeAtMost("missing", sum(lanes, Lane::missing), 0));
        bars.add(Bar.mustBeAtMost("duplicates", sum(lanes, Lane::duplicates), 0));
        bars.add(Bar.mustBeAtMost("failed", sum(lanes, Lane::failed), 0));
        bars.add(Bar.mustBeAtMost("stream threads that died", sum(lanes, Lane::threadDeaths), 0));
        List<String> notes = lanes.stream()
                .flatMap(one -> one.runs().stream().map(run -> said(one, run.sentence())))
                .toList();
        return new Report(method(lane), lane.cpu().seconds(), bars, notes, json(lanes));
    }

    private String method(Lane lane) {
        String prompts = options.chain().texts().isEmpty() ? "" : ", prompts of given texts";
        String compared = options.chain().compared() ? " Runs with and without the chain took turns." : "";
        return "%d runs of %,d requests of 1 KiB after %,d on the same processor, provider latency 0%s; medians.%s CPU: all runs together."
                .formatted(lane.runs().size(), options.requests(), options.warmUp(), prompts, compared);
    }

    private static int sum(List<Lane> lanes, ToIntFunction<Lane> figure) {
        return lanes.stream().mapToInt(figure).sum();
    }

    private SequencedMap<String, @Nullable Object> json(List<Lane> lanes) {
        Lane lane = lanes.getFirst();
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("answered_per_second", lane.answeredPerSecond());
        json.put("cpu_seconds_per_1000", lane.cpuSecondsPer1000());
        if (lanes.size() > 1) {
            double without = lanes.getLast().cpuSecondsPer1000();
            json.put("cpu_seconds_per_1000_without_chain", without);
            json.put("cpu_seconds_per_1000_of_chain", Report.rounded(lane.cpuSecondsPer1000() - without));
            json.put("runs_without_chain", runs(lanes.getLast()));
        }
        json.put("missing", sum(lanes, Lane::missing));
        json.put("duplicates", sum(lanes, Lane::duplicates));
        json.put("failed", sum(lanes, Lane::failed));
        json.put("blocked", lane.blocked());
        json.put("thread_deaths", sum(lanes, Lane::threadDeaths));
        json.put("requests", options.requests());
        json.put("warm_up", options.warmUp());
        json.put("runs", runs(lane));
        json.put("cpu_seconds", lane.cpu().seconds());
        return json;
    }

    private static List<Map<String, @Nullable Object>> runs(Lane lane) {
        return lane.runs().stream().map(ThroughputBench::json).toList();
    }

    private static Map<String, @Nullable Object> json(Lane.Run run) {
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("answered_per_second", run.answeredPerSecond());
        json.put("cpu_seconds_per_1000", run.cpuSecondsPer1000());
        json.put("seconds", run.seconds());
        json.put("cpu_seconds", run.cpu().seconds());
        return json;
    }
}
