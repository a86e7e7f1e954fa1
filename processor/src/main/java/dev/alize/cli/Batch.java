package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.client.Exchange;
import dev.alize.client.KafkaExchange;
import dev.alize.client.batch.BatchJob;
import dev.alize.client.batch.BatchOptions;
import dev.alize.client.batch.Summary;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize batch}: a file of requests in, a file of answers out. */
@Command(
        name = "batch",
        mixinStandardHelpOptions = true,
        description = {
            "Answers a file of requests in the JSONL format of the OpenAI and Mistral batch APIs.",
            "",
            "An interrupted run (Ctrl-C, a crash) is gone on with by the same command; nothing that was answered is"
                    + " asked again. Its identity is kept in OUTPUT.run until it is complete. The answers of an earlier,"
                    + " complete run are moved to OUTPUT.1, OUTPUT.2, ... and the file is asked anew."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every request was completed",
            "1:some were not (see error in their lines), or the run was interrupted",
            "2:usage, configuration, input or surroundings; nothing was sent"
        },
        footer = {
            "",
            "Examples:",
            "  alize batch --embedded --input requests.jsonl --output answers.jsonl",
            "  alize batch --policy-config prod.yaml --input in.jsonl --output out.jsonl"
        })
final class Batch implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "Requests, one JSON object a line.")
    @SuppressWarnings("NullAway.Init")
    private Path input;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "Where the answers go.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(names = "--tenant", defaultValue = BatchOptions.DEFAULT_TENANT, description = "Default: ${DEFAULT-VALUE}.")
    private String tenant = BatchOptions.DEFAULT_TENANT;

    @Option(names = "--run-id", paramLabel = "ID", description = "Identity of a new run; a random one without it.")
    private @Nullable String runId;

    @Option(
            names = "--max-in-flight",
            paramLabel = "N",
            defaultValue = "" + BatchOptions.DEFAULT_MAX_IN_FLIGHT,
            description = "Most requests sent and not answered (${DEFAULT-VALUE}).")
    private int maxInFlight;

    @Option(names = "--json", description = "End with the summary as JSON, the last line of the standard output.")
    private boolean json;

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    @Mixin
    private EmbeddedFlags embedded = new EmbeddedFlags();

    @Override
    public Integer call() {
        Configuration read = configuration.read();
        BatchJob job = BatchJob.prepare(options());
        Summary summary = run(job, read);
        return summary.allCompleted() ? 0 : Failures.NOT_COMPLETED;
    }

    private BatchOptions options() {
        try {
            return new BatchOptions(input, output, tenant, Optional.ofNullable(runId), maxInFlight);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Summary run(BatchJob job, Configuration read) {
        Environment environment = Environment.ofProcess();
        PrintWriter err = spec.commandLine().getErr();
        InstantSource clock = InstantSource.system();
        try (Interruption interruption = Interruption.watch();
                Place place = embedded.open(read, environment, err);
                Exchange exchange = KafkaExchange.open(
                        Connection.of(place.configuration(), environment), place.configuration(), tenant);
                ProgressView view = new ProgressView(err, Boolean.getBoolean("alize.terminal"), clock)) {
            view.note((job.resumes() ? "Going on with " : "Asking ") + job.requests() + " requests of " + input);
            Summary summary = job.run(exchange, view, interruption::requested, clock);
            view.close();
            print(summary, err);
            return summary;
        }
    }

    private void print(Summary summary, PrintWriter err) {
        if (summary.open() > 0) {
            err.println(summary.open() + " requests are open; the same command goes on with them.");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? json(summary) : text(summary));
        out.flush();
    }

    static String json(Summary summary) {
        return String.format(
                Locale.ROOT,
                "{\"requests\":%d,\"completed\":%d,\"blocked\":%d,\"failed\":%d,\"expired\":%d,\"cancelled\":%d,"
                        + "\"seconds\":%.3f}",
                summary.requests(),
                summary.completed(),
                summary.blocked(),
                summary.failed(),
                summary.expired(),
                summary.cancelled(),
                summary.seconds());
    }

    private String text(Summary summary) {
        return String.format(
                Locale.ROOT,
                "%,d requests: %,d completed, %,d blocked, %,d failed, %,d expired, %,d cancelled in %.1f s. Answers: %s",
                summary.requests(),
                summary.completed(),
                summary.blocked(),
                summary.failed(),
                summary.expired(),
                summary.cancelled(),
                summary.seconds(),
                output);
    }
}
