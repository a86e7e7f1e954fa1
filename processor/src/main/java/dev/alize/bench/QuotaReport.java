package dev.alize.bench;

import dev.alize.bench.QuotaBench.Measured;
import dev.alize.bench.QuotaOptions.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the windows came to. */
final class QuotaReport {
    private static final double USED = 0.98;
    private static final double USED_AROUND_EVENT = 0.9;
    private static final double REFUSED_PER_1000 = 1;

    private final QuotaOptions options;
    private final Measured measured;
    private final QuotaUse use;
    private final double[] shares;

    QuotaReport(QuotaOptions options, Measured measured) {
        this.options = options;
        this.measured = measured;
        this.use = measured.use();
        this.shares = use.shares(options.windows());
    }

    Report report(Cpu used, Driver driver, Ledger ledger, int threadDeaths) {
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("quota_used", Report.orNull(mean()));
        json.put("refused_per_1000", Report.orNull(refusedPer1000()));
        json.put("instances", options.rig().processors());
        json.put("lowest_window", Report.orNull(lowest()));
        json.put("shares", Arrays.stream(shares).map(Report::rounded).boxed().toList());
        if (options.event() != Event.NONE) {
            json.put("event_share", Report.orNull(aroundEvent()));
            json.put("event_lowest", Report.orNull(lowestAroundEvent()));
        }
        json.put("left", measured.left());
        json.put("missing", driver.missing());
        json.put("duplicates", driver.duplicates());
        json.put("failed", driver.failed(ledger));
        json.put("thread_deaths", threadDeaths);
        options.describe(json);
        json.put("cpu_seconds", used.seconds());
        return new Report(method(), used.seconds(), bars(driver, ledger, threadDeaths), notes(), json);
    }

    private List<Bar> bars(Driver driver, Ledger ledger, int threadDeaths) {
        boolean calm = options.event() == Event.NONE && !options.hotKeys();
        List<Bar> bars = new ArrayList<>();
        bars.add(Bar.atLeast("share of the tighter window used, mean", mean(), calm ? USED : USED_AROUND_EVENT));
        bars.add(Bar.figure("share used of the least used window", lowest()));
        if (options.event() != Event.NONE) {
            bars.add(Bar.atLeast("share used of the window around the event", aroundEvent(), USED_AROUND_EVENT));
            bars.add(Bar.figure("least used of all windows with the event in them", lowestAroundEvent()));
        }
        bars.add(Bar.atMost("calls refused per 1,000 answers", refusedPer1000(), REFUSED_PER_1000));
        bars.add(new Bar("requests left when the last window ended", measured.left(), 1, true, true));
        bars.add(Bar.mustBeAtMost("missing", driver.missing(), 0));
        bars.add(Bar.mustBeAtMost("duplicates", driver.duplicates(), 0));
        bars.add(Bar.mustBeAtMost("failed", driver.failed(ledger), 0));
        bars.add(Bar.mustBeAtMost("stream threads that died", threadDeaths, 0));
        return bars;
    }

    private double mean() {
        return Report.rounded(Arrays.stream(shares).average().orElseThrow());
    }

    private double lowest() {
        return Report.rounded(Arrays.stream(shares).min().orElseThrow());
    }

    private double refusedPer1000() {
        return Report.rounded(use.refused(options.windows()) * 1_000.0 / use.answered(options.windows()));
    }

    /** Half a window before the event and half a window after it. */
    private double aroundEvent() {
        return Report.rounded(use.share(firstSlice(measured.eventSlice() - QuotaUse.SLICES / 2)));
    }

    /** Of all windows, begun at any slice, that have the event in them and ended while requests were left. */
    private double lowestAroundEvent() {
        int from = firstSlice(measured.eventSlice() - QuotaUse.SLICES + 1);
        return Report.rounded(IntStream.rangeClosed(from, firstSlice(measured.eventSlice()))
                .mapToDouble(use::share)
                .min()
                .orElseThrow());
    }

    /** The nearest slice with which a window begins that has ended. */
    private int firstSlice(int wanted) {
        return Math.clamp(wanted, 0, (options.windows() - 1) * QuotaUse.SLICES);
    }

    private String method() {
        return "%,d requests of 1 KiB at once for %d instance(s), limits %s; %d requests per second and %s of their tokens allowed, over sliding windows of %d s; windows 2 to %d after the first call, by the simulator's count. CPU: until the last of them had ended."
                .formatted(
                        options.requests(),
                        options.rig().processors(),
                        options.learned() ? "learned" : "configured",
                        options.rate(),
                        options.tokenRoom(),
                        options.window().toSeconds(),
                        options.windows());
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        use.limits()
                .forEach(limit -> notes.add("%s: fullest window %,d of %,d; %,d calls refused for it"
                        .formatted(limit.of(), limit.fullest(), limit.most(), use.refused(limit, options.windows()))));
        notes.add(
                "Windows: " + Arrays.stream(shares).map(Report::rounded).boxed().toList());
        return notes;
    }
}
