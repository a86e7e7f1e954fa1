package dev.alize.cli;

import dev.alize.client.Table;
import dev.alize.trail.Entry;
import dev.alize.trail.Newest;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alize audit search}. */
@Command(name = "search", mixinStandardHelpOptions = true, description = "Lists events of the audit trail by time.")
final class AuditSearch implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private TrailFlags flags = new TrailFlags();

    @Mixin
    private EventFilter filter = new EventFilter();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "List the newest N (${DEFAULT-VALUE}); all are counted.")
    private int limit = 100;

    @Option(names = "--json", description = "Print a line of JSON for each.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Window window = flags.window(spec.commandLine());
        Newest newest = new Newest(Math.max(1, limit));
        try (Trail trail = flags.open("audit search", window, filter.names());
                ReadingView view = ReadingView.on(spec)) {
            trail.read(
                    filter.extent(window),
                    entry -> {
                        if (filter.takes(entry)) {
                            newest.add(entry);
                        }
                    },
                    view);
        }
        print(spec.commandLine().getOut(), newest.sorted(), json);
        if (newest.count() == 0) {
            spec.commandLine()
                    .getErr()
                    .println("alize: the window holds no " + (filter.names().isEmpty() ? "events" : "such events"));
        }
        if (!json) {
            spec.commandLine().getOut().println("events: " + newest.count());
        }
        return 0;
    }

    static void print(PrintWriter out, List<Entry> entries, boolean json) {
        if (json) {
            entries.forEach(entry -> out.println(TrailView.json(entry)));
        } else if (!entries.isEmpty()) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(TrailView.HEAD);
            entries.forEach(entry -> rows.add(TrailView.cells(entry)));
            out.println(Table.of(rows));
        }
    }
}
