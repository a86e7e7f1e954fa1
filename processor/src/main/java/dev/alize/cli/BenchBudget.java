package dev.alize.cli;

import dev.alize.bench.BudgetBench;
import dev.alize.bench.BudgetOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alize bench budget}. */
@Command(
        name = "budget",
        description = "How far a budget is overrun by many requests at once while processors are killed.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the overshoot is within its bound, and every request got exactly one response",
            "1:otherwise, or a part failed",
            "2:a flag is out of range"
        },
        mixinStandardHelpOptions = true)
final class BenchBudget implements Callable<Integer> {
    @Option(names = "--instances", defaultValue = "2", description = "Processors (${DEFAULT-VALUE}).")
    private int instances;

    @Option(names = "--requests", defaultValue = "2000", description = "Requests, all at once (${DEFAULT-VALUE}).")
    private int requests;

    @Option(names = "--tokens", defaultValue = "200000", description = "The budget, in tokens (${DEFAULT-VALUE}).")
    private long tokens;

    @Option(names = "--kills", defaultValue = "2", description = "How often a processor is killed (${DEFAULT-VALUE}).")
    private int kills;

    @Mixin
    private BenchFlags flags = new BenchFlags();

    @Override
    public Integer call() throws InterruptedException {
        return flags.show(new BudgetBench(flags.checked(this::options), flags::progress).run());
    }

    private BudgetOptions options() {
        return new BudgetOptions(requests, tokens, kills, flags.rig(instances));
    }
}
