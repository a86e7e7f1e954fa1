package dev.alize.cli;

import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alize policy train}: builds the models of the policies from the data in the repository. */
@Command(
        name = "train",
        description = "Build the models of the policies from their data; the same data gives the same models.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the models were written", "2:data or usage is not as it must be; nothing was written"})
final class PolicyTrain implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory with a directory of rows per subject; default: the repository's src/training.")
    private @Nullable Path data;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where the models go; default: the repository's src/main/resources.")
    private @Nullable Path output;

    @Option(names = "--model", paramLabel = "NAME", description = "Only this model, such as prompt-injection.")
    private String only = "";

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<ModelSpec> models = chosen();
        Path directory = data == null ? TrainingData.directory() : data;
        Data rows = TrainingData.read(directory);
        for (ModelSpec model : models) {
            Trainer trainer = Trainer.of(model, rows);
            if (trainer.examples().isEmpty()) {
                throw new BadInputException(
                        "Data",
                        new Problem(
                                directory.toString(),
                                "no rows for the model " + model.name(),
                                "rows in " + String.join(" and ", model.subjects())));
            }
            train(model, trainer, rows, out);
        }
        return 0;
    }

    private List<ModelSpec> chosen() {
        List<ModelSpec> all = ModelSpecs.all();
        List<ModelSpec> chosen = all.stream()
                .filter(model -> only.isEmpty() || only.equals(model.name()))
                .toList();
        if (chosen.isEmpty()) {
            String names = all.stream().map(ModelSpec::name).collect(Collectors.joining(", "));
            throw new BadInputException("Usage", new Problem("--model", "'" + only + "'", "one of " + names));
        }
        return chosen;
    }

    private void train(ModelSpec model, Trainer trainer, Data rows, PrintWriter out) throws IOException {
        String digest = rows.digest(model.subjects());
        LinearModel trained = trainer.ship(digest, trainer.unseen(trainer.folds()));
        Path resources = output == null ? TrainingData.module().resolve("src/main/resources") : output;
        Path file = resources.resolve(model.resource());
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (OutputStream to = Files.newOutputStream(file)) {
            ModelFile.write(trained, to);
        }
        for (Map.Entry<String, byte[]> companion :
                model.companions(trainer, digest).entrySet()) {
            Files.write(resources.resolve(companion.getKey()), companion.getValue());
        }
        out.println(file + ": " + model.name() + ", from " + trainer.examples().size() + " texts, "
                + Files.size(file) / 1024 + " KiB");
        out.flush();
    }
}
