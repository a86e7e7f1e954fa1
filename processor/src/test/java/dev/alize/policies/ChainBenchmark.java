package dev.alize.policies;

import dev.alize.config.reader.ConfigurationReader;
import dev.alize.domain.Capability;
import dev.alize.domain.Identity;
import dev.alize.domain.Material;
import dev.alize.domain.Material.About;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import dev.alize.gateway.PolicyChains;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What the chain of a configuration costs a request on one core: at most 0.1 ms for a prompt of 1 KiB, 0.4 ms for 1,000
 * tokens and 50 ms for 100,000 tokens (of four characters), and no text for which it is slow: whatever it holds, 1 MB
 * should take no more than some hundred milliseconds.
 *
 * <p>The first argument of {@link #main} is the configuration, by default the fixture with four policies, the second a
 * pattern of benchmarks, such as {@code ordinary}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ChainBenchmark {
    private static final String FIXTURE = "src/test/resources/policy-config/01-minimal-chain.yaml";
    private static final About ABOUT =
            new About(new Identity("tenant", "id", 0), null, null, Set.of(Capability.CHAT), false);

    @Param(FIXTURE)
    private String configuration = FIXTURE;

    private Chain chain = new Chain(List.of());

    @Setup
    public void build() {
        chain = PolicyChains.of(
                        new ConfigurationReader().read(Path.of(configuration)).policies())
                .of(ABOUT);
    }

    private ChainRun.Result run(String text) {
        return ChainRun.of(chain, Material.ofRequest(ABOUT, List.of(new Passage(Origin.USER, 0, text))));
    }

    /** Prompts as people write them; the size is in characters. */
    @State(Scope.Benchmark)
    public static class Ordinary {
        @Param({"1024", "4000", "40000", "400000"})
        private int size;

        private String text = "";

        @Setup
        public void write() {
            text = Prompts.ordinary(size);
        }
    }

    /** Texts of a million characters that make careless programs slow. */
    @State(Scope.Benchmark)
    public static class Adversarial {
        @Param
        private Prompts.Adversary adversary = Prompts.Adversary.ONE_WORD;

        private String text = "";

        @Setup
        public void write() {
            text = adversary.text(1_000_000);
        }
    }

    @Benchmark
    public ChainRun.Result ordinary(Ordinary prompt) {
        return run(prompt.text);
    }

    @Benchmark
    @Warmup(iterations = 1, time = 1)
    @Measurement(iterations = 2, time = 2)
    public ChainRun.Result adversarial(Adversarial prompt) {
        return run(prompt.text);
    }

    public static void main(String[] args) throws RunnerException {
        String which = args.length > 1 ? args[1] : ".*";
        Options options = new OptionsBuilder()
                .include(ChainBenchmark.class.getSimpleName() + "[.]" + which)
                .param("configuration", args.length > 0 ? args[0] : FIXTURE)
                .build();
        new Runner(options).run();
    }
}
