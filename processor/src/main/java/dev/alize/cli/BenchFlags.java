package dev.alize.cli;

import dev.alize.bench.Report;
import dev.alize.bench.RigOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What all benches have in common. */
final class BenchFlags {
    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "End with the results as one line of JSON.")
    private boolean json;

    @Option(
            names = "--processing",
            paramLabel = "KEY=VALUE",
            description = "A key of the block 'processing' of the processors, such as threads=2; may be repeated.")
    private Map<String, String> processing = new LinkedHashMap<>();

    @Option(
            names = "--processor-option",
            paramLabel = "OPTION",
            description = "An option of the processors' virtual machines, such as -Xmx256m; may be repeated.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(
            names = "--brokers",
            defaultValue = "1",
            description = "Kafka brokers: 1 (the default), 3 or 5. From 3 on every topic has three replicas.")
    private int brokers;

    RigOptions rig(int processors) {
        return new RigOptions(processors, brokers, processing, jvmOptions);
    }

    /** What is made of the flags; a value out of range is a mistake of the user's. */
    <T> T checked(Supplier<T> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Tells people how far it is. */
    void progress(String sentence) {
        spec.commandLine().getErr().println(sentence);
        spec.commandLine().getErr().flush();
    }

    /** Prints the results; the exit code is 1 where a bar about correctness is missed. */
    int show(Report report) {
        BenchTable.print(report, spec.commandLine().getOut(), json);
        return report.isCorrect() ? 0 : 1;
    }
}
