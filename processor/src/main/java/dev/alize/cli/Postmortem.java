package dev.alize.cli;

import dev.alize.config.Configuration;
import dev.alize.postmortem.Aggregator;
import dev.alize.postmortem.JsonReport;
import dev.alize.postmortem.MarkdownReport;
import dev.alize.postmortem.Notes;
import dev.alize.postmortem.Report;
import dev.alize.postmortem.Slices;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alize postmortem}. */
@Command(
        name = "postmortem",
        mixinStandardHelpOptions = true,
        description = "Fills in the postmortem of a window of time from the audit trail, as Markdown and as one page of"
                + " HTML with plots. Without --output the Markdown is printed.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was written",
            "1:there is no event in the window",
            "2:usage, configuration or surroundings"
        },
        footer = {
            "",
            "Examples:",
            "  alize postmortem --from 2026-11-20T14:00:00Z --to 2026-11-20T15:30:00Z --output incident",
            "  alize postmortem --from 2h --output incident.html --title 'Incident: no answers after the release'"
        })
final class Postmortem implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private WindowFlags times = new WindowFlags();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write FILE.md and FILE.html; with the ending .md or .html only that one.")
    private @Nullable Path output;

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; without it the ending of FILE decides.")
    private ReportFiles.@Nullable Format format;

    @Option(names = "--title", description = "Title of the incident; without it the kind of the failures.")
    private @Nullable String title;

    @Option(names = "--json", description = "Print the data of the report as one line of JSON.")
    private boolean json;

    @Mixin
    private PublicKeys keys = new PublicKeys();

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    @Override
    public Integer call() throws InterruptedException {
        Window window = times.window(spec.commandLine());
        ReportFiles files = output == null ? null : ReportFiles.of(output, format);
        if (files != null) {
            files.check();
        }
        Configuration read = configuration.read();
        Optional<Report> report = report(read, window);
        if (report.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("alize: the audit trail has no event from " + window.from() + " to " + window.to()
                            + "; expected a window in which the gateway ran and which is still retained."
                            + " Nothing was written.");
            return Failures.NOT_COMPLETED;
        }
        show(report.get(), files);
        return 0;
    }

    private Optional<Report> report(Configuration read, Window window) throws InterruptedException {
        Verifying verifying = keys.verifying(read);
        try (Trail trail = TrailAccess.open(read, "postmortem", window, List.of())) {
            Aggregator aggregator = new Aggregator(Slices.of(window), trail.partitions());
            try (ReadingView view = ReadingView.on(spec)) {
                if (trail.read(window, aggregator, view) == 0) {
                    return Optional.empty();
                }
            }
            try (ReadingView view = ReadingView.on(spec)) {
                return Optional.of(aggregator.report(new Notes(title, verifying.sentence(trail, window, view))));
            }
        }
    }

    private void show(Report report, @Nullable ReportFiles files) {
        PrintWriter out = spec.commandLine().getOut();
        if (files != null) {
            files.write(report).forEach(file -> spec.commandLine().getErr().println("Wrote " + file));
        }
        if (json) {
            out.println(JsonReport.of(report));
        } else if (files == null) {
            out.print(MarkdownReport.of(report));
        } else {
            out.println(report.severity() + ": " + report.summary());
            Optional.ofNullable(report.integrity().verification()).ifPresent(out::println);
        }
        out.flush();
    }
}
