package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import picocli.CommandLine;

/**
 * Small benches of real processes: what they count is tested, not what they time. Two at a time, since each waits for
 * most of its time.
 */
@Execution(ExecutionMode.CONCURRENT)
class BenchIT {
    private static JsonNode bench(String... arguments) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine alize = Alize.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        assertThat(alize.execute(arguments)).as("%s%n%s", out, err).isZero();
        List<String> lines = out.toString().lines().toList();
        return new ObjectMapper().readTree(lines.getLast());
    }

    @Test
    void throughputNamesTheCpuOfEachPart() throws IOException {
        JsonNode results =
                bench("bench", "throughput", "--requests", "600", "--warm-up", "300", "--runs", "2", "--json");
        assertThat(results.get("answered_per_second").asDouble()).isPositive();
        assertThat(results.get("cpu_seconds_per_1000").asDouble()).isPositive();
        assertThat(results.get("missing").asInt()).isZero();
        assertThat(results.get("duplicates").asInt()).isZero();
        assertThat(results.get("runs")).hasSize(2);
        assertThat(results.get("cpu_seconds").fieldNames())
                .toIterable()
                .containsExactly("processor-1", "broker", "registry", "simulator", "driver");
    }

    @Test
    void latencyIsWhatTheProviderDidNotTake() throws IOException {
        JsonNode results = bench(
                "bench", "latency", "--rate", "20", "--seconds", "5", "--warm-up", "2", "--median", "5000", "--json");
        assertThat(results.get("added_p50_ms").asDouble()).isPositive();
        assertThat(results.get("added_p50_ms").asDouble())
                .as("less than the provider's own latency, which does not count")
                .isLessThan(5000);
        assertThat(results.get("added_p99_ms").asDouble())
                .isGreaterThanOrEqualTo(results.get("added_p50_ms").asDouble());
    }

    @Test
    void chaosRepeatsTheCallsThatAKillCutOff() throws IOException {
        JsonNode results = bench(
                "bench", "chaos", "--instances", "1", "--kills", "1", "--calls", "120", "--spacing", "4s", "--json");
        assertThat(results.get("missing").asInt()).isZero();
        assertThat(results.get("duplicates").asInt()).isZero();
        assertThat(results.get("extra_calls").asInt())
                .isBetween(1, results.get("open_at_kills").asInt());
        assertThat(results.get("first_answer_s").asDouble()).isPositive();
    }

    @Test
    void chaosLosesNothingWhenABrokerDiesToo() throws IOException {
        JsonNode results = bench(
                "bench chaos --brokers 3 --broker-down 5s --instances 1 --kills 1 --calls 300 --spacing 15s --json"
                        .split(" "));
        assertThat(results.get("missing").asInt()).isZero();
        assertThat(results.get("duplicates").asInt()).isZero();
        assertThat(results.get("failed").asInt()).isZero();
        assertThat(results.get("brokers").asInt()).isEqualTo(3);
        assertThat(results.get("broker_kills")).singleElement().satisfies(death -> {
            assertThat(death.get("broker").asInt()).isBetween(1, 3);
            assertThat(death.get("down_s").asDouble()).isGreaterThanOrEqualTo(5);
        });
    }

    @Test
    void longCallsAreCalledOnce() throws IOException {
        JsonNode results = bench(
                "bench long-calls --open-calls 40 --latency 500ms --rounds 6 --warm-up-rounds 2 --many 300 --many-latency 3s --heap-mb 256 --json"
                        .split(" "));
        assertThat(results.get("share_of_limit").asDouble()).isBetween(0.1, 1.0);
        assertThat(results.get("called_twice").asInt()).isZero();
        assertThat(results.get("most_open").asInt()).isBetween(40, 300);
        assertThat(results.get("missing").asInt()).isZero();
    }

    @Test
    void memoryIsThatOfAProcessorWithASmallHeap() throws IOException {
        JsonNode results =
                bench("bench memory --requests 600 --characters 51200 --latency 200ms --heap-mb 128 --json".split(" "));
        assertThat(results.get("heap_peak_mb").asDouble()).isBetween(1.0, 128.0);
        assertThat(results.get("heap_fullest_mb").asDouble())
                .isGreaterThanOrEqualTo(results.get("heap_peak_mb").asDouble());
        assertThat(results.get("max_open_bytes").asText()).isEqualTo("8MiB");
        assertThat(results.get("missing").asInt()).isZero();
        assertThat(results.get("failed").asInt()).isZero();
    }

    @Test
    void streamsAreWhole() throws IOException {
        JsonNode results =
                bench("bench streaming --streams 8 --many 24 --tokens 41 --warm-up 3 --seconds 3 --json".split(" "));
        assertThat(results.get("delta_p50_ms").asDouble()).isPositive();
        assertThat(results.get("delta_p99_ms").asDouble())
                .isGreaterThanOrEqualTo(results.get("delta_p50_ms").asDouble());
        assertThat(results.get("many_p50_ms").asDouble()).isPositive();
        assertThat(results.get("broken").asInt()).isZero();
        assertThat(results.get("missing_chunks").asInt()).isZero();
        assertThat(results.get("duplicate_chunks").asInt()).isZero();
        assertThat(results.get("differing").asInt()).isZero();
        assertThat(results.get("deltas").asInt())
                .as("41 of each of the 23 streams that start within 6 s")
                .isEqualTo(41 * 23);
        assertThat(results.get("chunks").asInt())
                .isBetween(23, results.get("deltas").asInt() + 2 * 23);
        assertThat(results.get("measured").asInt())
                .isBetween(1, results.get("deltas").asInt());
    }

    @Test
    void cancelsAreHandledBesideABacklog() throws IOException {
        JsonNode results = bench(
                "bench stall --backlog 3000 --cancels 10 --rate 5 --latency 8s --warm-up 500 --processing max_open_calls=100 --json"
                        .split(" "));
        assertThat(results.get("closed_max_ms").asDouble()).isPositive();
        assertThat(results.get("open_max_ms").asDouble())
                .isGreaterThanOrEqualTo(results.get("open_p50_ms").asDouble());
        assertThat(results.get("missing").asInt()).isZero();
        assertThat(results.get("uncancelled").asInt()).isZero();
        // Where a cancel finds its request depends on how far the processor has read by then: on a busy machine the end
        // of the backlog may be read or answered, and a call may be between its grant and its row.
        for (String phase : List.of("closed_found", "open_found")) {
            JsonNode found = results.get(phase);
            assertThat(found.valueStream().mapToInt(JsonNode::asInt).sum())
                    .as(phase)
                    .isEqualTo(10);
            assertThat(found.get("open").asInt()).as(phase).isPositive();
        }
    }

    @Test
    void quotasAreUsedWhileWorkWaits() throws IOException {
        JsonNode results = bench("bench quota --instances 2 --rate 20 --window 3s --windows 3 --json".split(" "));
        assertThat(results.get("quota_used").asDouble()).isBetween(0.3, 1.0);
        assertThat(results.get("refused_per_1000").asDouble()).isBetween(0.0, 100.0);
        assertThat(results.get("instances").asInt()).isEqualTo(2);
        assertThat(results.get("left").asInt()).isPositive();
        assertThat(results.get("missing").asInt()).isZero();
        assertThat(results.get("failed").asInt()).isZero();
    }

    @Test
    void anOutageCostsNoRequestWhereThereIsAFallback() throws IOException {
        JsonNode results = bench("bench outage --rate 20 --before 3s --outage 5s --after 12s --json".split(" "));
        assertThat(results.get("failed").asInt()).isZero();
        assertThat(results.get("by_fallback").asInt()).isPositive();
        assertThat(results.get("first_fallback_s").asDouble()).isPositive();
        assertThat(results.get("wasted_calls_share").asDouble()).isBetween(0.001, 0.3);
    }

    @Test
    void aStormLeavesTheHealthyAlone() throws IOException {
        JsonNode results = bench("bench storm --requests 400 --open-calls 20 --latency 50ms --json".split(" "));
        assertThat(results.get("healthy_share").asDouble()).isGreaterThan(0.3);
        assertThat(results.get("healthy").asInt()).isBetween(200, 350);
        assertThat(results.get("incomplete").asInt()).isZero();
        assertThat(results.get("duplicates").asInt()).isZero();
    }
}
