package dev.alize.cli;

import dev.alize.policies.model.LinearModel;
import dev.alize.policies.model.ModelFile;
import dev.alize.training.Data;
import dev.alize.training.ModelSpec;
import dev.alize.training.ModelSpecs;
import dev.alize.training.Trainer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alize policy train}: builds the models of the policies from the data in the repository. */
@Command(
        name = "train",
        description = "Build the models of the policies from their data; the same data gives the same models.",
        mixinStandardHelpOptions = true)
final class PolicyTrain implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "src/training",
            description = "Directory with a directory of rows per subject; default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "src/main/resources",
            description = "Where the models go; default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(names = "--model", paramLabel = "NAME", description = "Only this model, such as prompt-injection.")
    private String only = "";

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Data rows = Data.read(data);
        for (ModelSpec model : ModelSpecs.all()) {
            if (only.isEmpty() || only.equals(model.name())) {
                train(model, rows, out);
            }
        }
        return 0;
    }

    private void train(ModelSpec model, Data rows, PrintWriter out) throws IOException {
        Trainer trainer = Trainer.of(model, rows);
        LinearModel trained = trainer.ship(rows.digest(model.subjects()), trainer.unseen(trainer.folds()));
        Path file = output.resolve(model.resource());
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (OutputStream to = Files.newOutputStream(file)) {
            ModelFile.write(trained, to);
        }
        out.println(file + ": " + model.name() + ", from " + trainer.examples().size() + " texts, "
                + Files.size(file) / 1024 + " KiB");
        out.flush();
    }
}
