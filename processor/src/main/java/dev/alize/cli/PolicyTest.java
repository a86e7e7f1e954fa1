package dev.alize.cli;

import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.gateway.PolicyChains;
import dev.alize.policies.Chains;
import dev.alize.trial.Trial;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alize policy test}: what a chain says of given texts. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Passes texts through the chain of a configuration; needs no broker, no provider and no secrets.",
            "",
            "A line of the input is a JSON object with id and text, or id and messages (as in OpenAI's API). Beside text"
                    + " there may be role: user (the default), system, assistant (the text is judged as an answer, to the"
                    + " messages if there are any), tool (a result) or document. tenant, model and capabilities choose"
                    + " among the overrides of the configuration.",
            "",
            "A line of the output has id, verdict (the worst of all policies), text or messages as they would be sent"
                    + " on, and results: policy, verdict, score, reason, and found with type, start and end. Offsets count"
                    + " code points of the text in the input, also after an earlier policy replaced something."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every line was judged, whatever the verdicts",
            "1:something went wrong on the way; no output was written",
            "2:configuration, usage or input is not as it must be; no output was written"
        },
        footer = {"", "Example:", "  alize policy test policy-config.yaml --input texts.jsonl --output verdicts.jsonl"})
final class PolicyTest implements Callable<Integer> {
    private static final Path STANDARD = Path.of("-");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The configuration, such as policy-config.yaml.")
    @SuppressWarnings("NullAway.Init")
    private Path configuration;

    @Option(
            names = "--input",
            required = true,
            paramLabel = "JSONL",
            description = "The texts; - for the standard input.")
    @SuppressWarnings("NullAway.Init")
    private Path input;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "JSONL",
            description = "The verdicts; - for the standard output.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Override
    public Integer call() throws IOException {
        Chains chains =
                PolicyChains.of(new ConfigurationReader().read(configuration).policies());
        boolean toFile = !output.equals(STANDARD);
        Path written = isReplaced() ? besideOutput() : Files.createTempFile("alize-policy-test", ".jsonl");
        try {
            Trial.Outcome outcome = judge(chains, written);
            if (outcome.bad() > 0) {
                throw refused(outcome);
            }
            deliver(written);
            PrintWriter report =
                    toFile ? spec.commandLine().getOut() : spec.commandLine().getErr();
            PolicyTestReport.print(outcome.tally(), report);
            return 0;
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** A pipe or a device is written to; everything else is replaced as a whole. */
    private boolean isReplaced() {
        return !output.equals(STANDARD) && (!Files.exists(output) || Files.isRegularFile(output));
    }

    private Path besideOutput() {
        try {
            Path target = Files.exists(output) ? output.toRealPath() : output.toAbsolutePath();
            String name = target.getFileName() + "." + ProcessHandle.current().pid() + ".part";
            return Files.createFile(target.resolveSibling(name));
        } catch (IOException e) {
            throw new BadInputException("Output", new Problem(output.toString(), reason(e), "a writable place"));
        }
    }

    private Trial.Outcome judge(Chains chains, Path written) throws IOException {
        try (InputStream in = open();
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(written))) {
            return new Trial(chains, System::nanoTime).run(in, out);
        }
    }

    private InputStream open() {
        if (input.equals(STANDARD)) {
            return new BufferedInputStream(System.in);
        }
        try {
            if (Files.isDirectory(input)) {
                throw new IOException("a directory");
            }
            return new BufferedInputStream(Files.newInputStream(input));
        } catch (IOException e) {
            throw new BadInputException("Input", new Problem(input.toString(), reason(e), "a file of JSON lines"));
        }
    }

    /** Only now is there an output at all. */
    private void deliver(Path written) throws IOException {
        if (output.equals(STANDARD)) {
            PrintWriter out = spec.commandLine().getOut();
            try (var lines = Files.newBufferedReader(written)) {
                lines.transferTo(out);
            }
            out.flush();
        } else if (isReplaced()) {
            Path target = Files.exists(output) ? output.toRealPath() : output;
            Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
        } else {
            try (OutputStream out = Files.newOutputStream(output)) {
                Files.copy(written, out);
            }
        }
    }

    private BadInputException refused(Trial.Outcome outcome) {
        return new BadInputException(
                "Input",
                outcome.problems().stream()
                        .map(problem -> new Problem(input + ":" + problem.number(), problem.got(), problem.expected()))
                        .toList(),
                outcome.bad());
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file or directory";
            case AccessDeniedException denied -> "permission denied";
            default -> String.valueOf(e.getMessage());
        };
    }
}
