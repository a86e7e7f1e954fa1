package dev.alize.cli;

import dev.alize.bench.ThroughputBench;
import dev.alize.bench.ThroughputOptions;
import dev.alize.config.reader.PolicyBlocks;
import dev.alize.trial.Texts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench throughput}. */
@Command(
        name = "throughput",
        description = "How many requests a processor answers where the provider takes no time.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every request got exactly one response", "1:one did not, or a part failed"},
        footer = {
            "",
            "What the chain of a configuration costs:",
            "  alize bench throughput --policy-config policy-config.yaml --compare --requests 20000"
        },
        mixinStandardHelpOptions = true)
final class BenchThroughput implements Callable<Integer> {
    @Option(names = "--requests", defaultValue = "40000", description = "Of each run (${DEFAULT-VALUE}).")
    private int requests;

    @Option(
            names = "--warm-up",
            defaultValue = "150000",
            description = "Before the first run (${DEFAULT-VALUE}); fewer measure the compilers, too.")
    private int warmUp;

    @Option(names = "--runs", defaultValue = "3", description = "Of which the median counts (${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--policy-config",
            paramLabel = "FILE",
            description =
                    "Measure the chain of this configuration; its targets are replaced by the simulator, and files"
                            + " that it names must be given with absolute paths.")
    private @Nullable Path configuration;

    @Option(
            names = "--compare",
            description =
                    "With --policy-config: run by run beside a processor without the chain, and say the difference.")
    private boolean compare;

    @Option(
            names = "--prompts",
            paramLabel = "JSONL",
            description = "Make the prompts of the texts of this file (lines with a key text); without it of random"
                    + " letters, or with --policy-config of ordinary prompts in five languages.")
    private @Nullable Path prompts;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        ThroughputOptions options =
                flags.checked(() -> new ThroughputOptions(requests, warmUp, runs, flags.rig(1), chain()));
        return flags.show(new ThroughputBench(options, flags::progress).run());
    }

    private ThroughputOptions.Chain chain() {
        if (configuration == null) {
            if (compare) {
                throw new IllegalArgumentException("--compare: expected --policy-config beside it");
            }
            return new ThroughputOptions.Chain("", prompts == null ? List.of() : PromptFile.read(prompts), false);
        }
        List<String> texts = prompts == null ? Texts.ordinary() : PromptFile.read(prompts);
        return new ThroughputOptions.Chain(PolicyBlocks.of(configuration), texts, compare);
    }
}
