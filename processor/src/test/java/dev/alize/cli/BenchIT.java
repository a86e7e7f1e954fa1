package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Small benches of real processes: what they count is tested, not what they time. */
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
                "bench", "latency", "--rate", "20", "--seconds", "5", "--warm-up", "2", "--median", "1000", "--json");
        assertThat(results.get("added_p50_ms").asDouble()).isPositive();
        assertThat(results.get("added_p50_ms").asDouble())
                .as("less than the provider's own latency, which does not count")
                .isLessThan(1000);
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
}
