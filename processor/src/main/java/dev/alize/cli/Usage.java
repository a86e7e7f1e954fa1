package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.schemas.UsageRow;
import dev.alize.usage.Grouping;
import dev.alize.usage.HourWindow;
import dev.alize.usage.UsageTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize usage}: what was used and what it cost. */
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        description = {
            "What was used and what it cost, by tenant, model, target or hour.",
            "The sums are by whole hours (UTC) and follow the audit trail within a few seconds, while an instance runs."
                    + " By target they compare the variants of a split side by side."
        },
        footer = {
            "",
            "Examples:",
            "  alize usage --by tenant --from 2026-11-01 --to 2026-12-01 --csv",
            "  alize usage --by target --from 24h"
        })
final class Usage implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--by",
            paramLabel = "GROUP",
            required = true,
            description = "What to add up by: ${COMPLETION-CANDIDATES}, in any case.")
    private Grouping by = Grouping.TENANT;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description =
                    "Since the hour of then: 2026-11-20T10:00:00Z, 2026-11-20, or 2h (ago). Default: all there is.")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "Up to then; a window that ends within an hour is widened to its end.")
    private @Nullable Instant to;

    @Option(names = "--tenant", description = "Only of this tenant.")
    private @Nullable String tenant;

    @Option(names = "--model", description = "Only of this model.")
    private @Nullable String model;

    @Option(names = "--target", description = "Only of this target.")
    private @Nullable String target;

    @ArgGroup
    private Output output = new Output();

    /** How to print: one of them. */
    static final class Output {
        @Option(names = "--json", description = "Print a line of JSON for each group; money is exact.")
        private boolean json;

        @Option(names = "--csv", description = "Print CSV with a line of names; money is exact.")
        private boolean csv;
    }

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    @Override
    public Integer call() {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--from, --to: got " + from + " to " + to + ", expected an end after the start");
        }
        HourWindow window = HourWindow.around(from, to);
        Configuration read = configuration.read();
        UsageTable.Reading reading = UsageTable.read(Connection.of(read, Environment.ofProcess()), read);
        sayWhatIsOdd(window, reading);
        List<UsageRow> rows = reading.rows().stream()
                .filter(window::holds)
                .filter(this::isMeant)
                .toList();
        print(rows);
        return 0;
    }

    private void sayWhatIsOdd(HourWindow window, UsageTable.Reading reading) {
        PrintWriter err = spec.commandLine().getErr();
        if (!Objects.equals(window.from(), from) || !Objects.equals(window.to(), to)) {
            err.println("alize: sums are by whole hours: the window was widened to "
                    + (window.from() == null ? "the beginning" : window.from()) + " to "
                    + (window.to() == null ? "the end" : window.to()));
        }
        if (reading.skipped() > 0) {
            err.println("alize: records on the topic of usage that are no rows of ours: " + reading.skipped());
        }
    }

    private boolean isMeant(UsageRow row) {
        return (tenant == null || tenant.equals(row.getTenant()))
                && (model == null || model.equals(row.getModel()))
                && (target == null || target.equals(row.getTarget()));
    }

    private void print(List<UsageRow> rows) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.json) {
            by.of(rows).forEach((name, sums) -> out.println(UsageView.json(by, name, sums)));
        } else if (output.csv) {
            out.println(UsageView.csvHead(by));
            by.of(rows).forEach((name, sums) -> out.println(UsageView.csv(name, sums)));
        } else {
            UsageView.table(by, by.of(rows)).forEach(out::println);
        }
        out.flush();
    }
}
