package dev.alize.cli;

import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.gateway.PolicyChains;
import dev.alize.training.Data;
import dev.alize.training.Evaluation;
import dev.alize.training.Evaluations;
import dev.alize.training.PiiEvaluation;
import dev.alize.training.Score;
import dev.alize.training.ScoreTable;
import dev.alize.training.VerdictEvaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alize policy evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Measure the policies on labelled data and print one table.",
            "",
            "Without --data the models are trained anew from the data in the repository, again and again, each time"
                    + " without the rows or the source that they are then measured on; that takes minutes. With --data the"
                    + " policies are measured as they are shipped, on the rows of that directory (injection, safety and"
                    + " pii with files *.jsonl or *.jsonl.gz): of rows that the models have learned from this tells only"
                    + " what they remember."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was measured, whether the bars are met or not",
            "2:data or usage is not as it must be"
        },
        footer = {
            "",
            "Examples:",
            "  alize policy evaluate --output evaluation.md",
            "  alize policy evaluate --data my-data --policy prompt-injection --output evaluation.json"
        })
final class PolicyEvaluate implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Measure what is shipped on the rows of this directory.")
    private @Nullable Path data;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description = "Only this one: prompt-injection, safety-filter or pii-detector.")
    private String policy = "";

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write the table there: JSON if the name ends in .json, else Markdown.")
    private @Nullable Path output;

    /** A policy and the directory of its data. */
    private record Subject(String policy, String subject) {}

    private static final List<Subject> SUBJECTS = List.of(
            new Subject("prompt-injection", "injection"),
            new Subject("safety-filter", "safety"),
            new Subject("pii-detector", "pii"));

    private static final List<String> POLICIES =
            SUBJECTS.stream().map(Subject::policy).toList();

    @Override
    public Integer call() throws IOException {
        if (!policy.isEmpty() && !POLICIES.contains(policy)) {
            throw new BadInputException(
                    "Usage", new Problem("--policy", "'" + policy + "'", "one of " + String.join(", ", POLICIES)));
        }
        Path directory = data == null ? TrainingData.directory() : data;
        Data rows = TrainingData.read(directory);
        List<Score> scores = new ArrayList<>();
        for (Evaluation evaluation : data == null ? Evaluations.all() : shipped()) {
            if (chosen(evaluation.subject())) {
                spec.commandLine().getErr().println("Measuring " + evaluation.subject());
                spec.commandLine().getErr().flush();
                scores.addAll(evaluation.run(rows));
            }
        }
        ScoreTable table = new ScoreTable(LocalDate.now(ZoneOffset.UTC), directory.toString(), scores);
        if (output != null) {
            Files.writeString(output, output.toString().endsWith(".json") ? table.json() : table.markdown());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(table.markdown());
        out.flush();
        return 0;
    }

    private boolean chosen(String subject) {
        return policy.isEmpty() || SUBJECTS.contains(new Subject(policy, subject));
    }

    private static List<Evaluation> shipped() {
        List<Evaluation> evaluations = new ArrayList<>();
        for (Subject subject : SUBJECTS) {
            evaluations.add(
                    subject.subject().equals("pii")
                            ? new PiiEvaluation()
                            : new VerdictEvaluation(subject.subject(), usual(subject.policy())));
        }
        return evaluations;
    }

    /** The policy with its defaults. */
    private static dev.alize.policies.Policy usual(String policy) {
        String yaml = """
                policies: {chain: [%s]}
                providers: {targets: [{id: a, provider: mistral, model: m}]}
                """;
        return PolicyChains.of(new ConfigurationReader()
                        .parse("evaluation", yaml.formatted(policy))
                        .policies())
                .usual()
                .links()
                .getFirst()
                .policy();
    }
}
