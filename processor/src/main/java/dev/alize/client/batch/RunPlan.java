package dev.alize.client.batch;

import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * What has to be done with the output: go on with the interrupted run whose file stands beside it, or begin a new one.
 * Nothing is ever lost: the answers of an earlier, finished run are moved aside, and anything else is refused.
 *
 * @param runId identity of the run
 * @param interrupted the run to go on with; nothing for a new one
 * @param aside where the answers of an earlier run are to be moved; nothing where there are none
 */
record RunPlan(String runId, Optional<RunFile> interrupted, Optional<Path> aside) {
    /**
     * Looks at the files; changes none.
     *
     * @throws BadInputException where the output cannot be written, or is none of ours
     */
    static RunPlan of(BatchOptions options) throws IOException {
        checkPlace(options);
        Optional<RunFile> interrupted = RunFile.read(RunFile.beside(options.output()));
        if (interrupted.isPresent()) {
            checkSame(interrupted.get(), options);
            return new RunPlan(interrupted.get().runId(), interrupted, Optional.empty());
        }
        String runId = options.runId().orElseGet(() -> UUID.randomUUID().toString());
        return new RunPlan(runId, Optional.empty(), aside(options.output()));
    }

    private static void checkPlace(BatchOptions options) throws IOException {
        Path output = options.output().toAbsolutePath();
        Path directory = output.getParent();
        String got = null;
        if (Files.isDirectory(output)) {
            got = "a directory";
        } else if (directory == null || !Files.isDirectory(directory)) {
            got = "a file in a directory that does not exist";
        } else if (!Files.isWritable(Files.exists(output) ? output : directory) || !Files.isWritable(directory)) {
            got = "a file that cannot be written";
        } else if (Files.exists(output) && Files.exists(options.input()) && Files.isSameFile(output, options.input())) {
            got = "the input file";
        }
        if (got != null) {
            throw new BadInputException(
                    "Output", new Problem(options.output().toString(), got, "a file of its own that can be written"));
        }
    }

    private static void checkSame(RunFile run, BatchOptions options) {
        Path file = RunFile.beside(options.output());
        if (!run.tenant().equals(options.tenant())) {
            throw interruptedAs(
                    file, "tenant '" + run.tenant() + "'", "the same tenant, got '" + options.tenant() + "'");
        }
        options.runId().filter(id -> !id.equals(run.runId())).ifPresent(id -> {
            throw interruptedAs(file, "run id '" + run.runId() + "'", "the same run id, got '" + id + "'");
        });
    }

    /** @throws BadInputException where the input is not that of the interrupted run */
    void checkInput(BatchOptions options, String sha256) {
        interrupted.filter(run -> !run.inputSha256().equals(sha256)).ifPresent(run -> {
            throw interruptedAs(
                    RunFile.beside(options.output()), "a run over another content of the input", "the same content");
        });
    }

    private static BadInputException interruptedAs(Path file, String got, String expected) {
        return new BadInputException(
                "Output",
                new Problem(
                        file.toString(),
                        "an interrupted run with " + got,
                        expected + ", to go on with it; or another output; or this file deleted, to begin afresh"));
    }

    private static Optional<Path> aside(Path output) throws IOException {
        if (!Files.exists(output) || Files.size(output) == 0) {
            return Optional.empty();
        }
        OutputFile.endOfAnswers(output, answer -> {});
        int number = 1;
        while (Files.exists(aside(output, number))) {
            number++;
        }
        return Optional.of(aside(output, number));
    }

    private static Path aside(Path output, int number) {
        return output.resolveSibling(output.getFileName() + "." + number);
    }
}
