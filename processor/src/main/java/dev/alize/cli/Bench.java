package dev.alize.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize bench}: what this machine and this version are capable of. */
@Command(
        name = "bench",
        description =
                "Measure throughput, latency, streaming, cancels, memory, the use of quotas and the effect of kill -9, outages and failures, how outages are told, the console, and long audit trails, on an embedded stack of real processes.",
        subcommands = {
            BenchThroughput.class,
            BenchLatency.class,
            BenchChaos.class,
            BenchLongCalls.class,
            BenchMemory.class,
            BenchStreaming.class,
            BenchStall.class,
            BenchQuota.class,
            BenchBudget.class,
            BenchOutage.class,
            BenchIncidents.class,
            BenchStorm.class,
            BenchTamper.class,
            BenchTrail.class,
            BenchConsole.class
        },
        mixinStandardHelpOptions = true)
public final class Bench implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing subcommand; expected one of throughput, latency, chaos, long-calls, memory, streaming, stall, quota, budget, outage, incidents, storm, tamper, trail, console");
    }
}
