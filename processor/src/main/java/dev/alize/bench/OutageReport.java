package dev.alize.bench;

import dev.alize.bench.OutageBench.Outage;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the outage came to, by the responses that were read. */
final class OutageReport {
    private static final double FIRST_FALLBACK_S = 3;
    private static final double RECOVERED_S = 15;
    private static final double WASTED = 0.02;

    private final OutageOptions options;
    private final Outage outage;
    private final Ledger ledger;

    OutageReport(OutageOptions options, Outage outage, Ledger ledger) {
        this.options = options;
        this.outage = outage;
        this.ledger = ledger;
    }

    Report report(Cpu used, Driver driver, int threadDeaths) {
        long[] primary = arrivals(driver, OutageOptions.PRIMARY);
        long[] second = arrivals(driver, OutageOptions.SECOND);
        double firstFallback = Report.rounded(Recovery.firstAfter(second, outage.begun()));
        double recovered = Report.rounded(Recovery.recovered(primary, outage.ended(), options.rate()));
        double wasted = outage.wasted() / (double) ledger.requests();
        int failed = driver.failed(ledger) + ledger.missing();
        double waited = Report.rounded(longestWait());
        SequencedMap<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("first_fallback_s", Report.orNull(firstFallback));
        json.put("failed", failed);
        json.put("recovered_s", Report.orNull(recovered));
        json.put("wasted_calls_share", wasted);
        json.put("wasted_calls", outage.wasted());
        json.put("by_primary", primary.length);
        json.put("by_fallback", second.length);
        json.put("longest_silence_s", Report.orNull(waited));
        json.put("missing", driver.missing());
        json.put("duplicates", driver.duplicates());
        json.put("thread_deaths", threadDeaths);
        options.describe(json);
        json.put("cpu_seconds", used.seconds());
        List<Bar> bars = new ArrayList<>();
        if (options.fallback()) {
            bars.add(Bar.atMost("from the outage to the first fallback answer, s", firstFallback, FIRST_FALLBACK_S));
        }
        bars.add(Bar.mustBeAtMost("requests not completed", failed, 0));
        bars.add(Bar.atMost("from its end until the primary has the traffic, s", recovered, RECOVERED_S));
        bars.add(
                options.fallback()
                        ? Bar.figure("wasted calls, share of requests", wasted)
                        : Bar.atMost("wasted calls, share of requests", wasted, WASTED));
        bars.add(Bar.figure("longest silence on the topic of responses, s", waited));
        bars.add(Bar.mustBeAtMost("duplicates", driver.duplicates(), 0));
        bars.add(Bar.mustBeAtMost("stream threads that died", threadDeaths, 0));
        return new Report(method(), used.seconds(), bars, notes(primary, second), json);
    }

    /** When completed responses of a target were read, in order. */
    private long[] arrivals(Driver driver, String target) {
        return IntStream.range(0, ledger.requests())
                .filter(ledger::isAnswered)
                .filter(request -> isOf(driver.response(ledger, request), target))
                .mapToLong(ledger::arrival)
                .sorted()
                .toArray();
    }

    private static boolean isOf(CompletionResponse response, String target) {
        return response.getStatus() == Status.COMPLETED && target.equals(response.getTarget());
    }

    private double longestWait() {
        long[] all = ledger.arrivals();
        return IntStream.range(1, all.length)
                .mapToDouble(i -> (all[i] - all[i - 1]) / 1e9)
                .max()
                .orElse(Double.NaN);
    }

    private String method() {
        return "%d requests of 1 KiB per second; after %d s the provider answers everything with 503 for %d s; requests go on for %d s. The clock of the first fallback starts with the outage, which is before the first failed call; the primary has its traffic back when it answered 90 %% of the rate over the last 2 s. CPU: all of it."
                .formatted(
                        options.rate(),
                        options.before().toSeconds(),
                        options.outage().toSeconds(),
                        options.after().toSeconds());
    }

    private static List<String> notes(long[] primary, long[] second) {
        return List.of("Answered by the primary: %,d; by the fallback: %,d".formatted(primary.length, second.length));
    }
}
