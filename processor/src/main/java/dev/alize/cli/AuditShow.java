package dev.alize.cli;

import dev.alize.client.Table;
import dev.alize.schemas.AuditEvent;
import dev.alize.trail.Entry;
import dev.alize.trail.EventText;
import dev.alize.trail.Newest;
import dev.alize.trail.RequestLife;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alize audit show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Prints the whole life of one request as a timeline, all its redrives included.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it was found", "1:there is none", "2:usage, configuration or surroundings"})
final class AuditShow implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "REQUEST_ID")
    private String id = "";

    @Option(names = "--tenant", description = "Only of this tenant.")
    private @Nullable String tenant;

    @Option(
            names = "--key",
            description = "Key of the request's record: its ordering key, else its id, if producers use Kafka's default"
                    + " partitioner. Then only one partition is read.")
    private @Nullable String key;

    @Option(names = "--json", description = "Print a line of JSON for each event.")
    private boolean json;

    @Mixin
    private TrailFlags flags = new TrailFlags();

    @Override
    public Integer call() throws InterruptedException {
        Window window = flags.window(spec.commandLine());
        Newest found = new Newest(RequestLife.MOST_EVENTS);
        List<String> filters = tenant == null ? List.of("id") : List.of("id", "tenant");
        try (Trail trail = flags.open("audit show", window, filters)) {
            new RequestLife(id, tenant, key).read(trail, window, found);
        }
        List<Entry> entries = found.sorted();
        if (found.count() > entries.size()) {
            spec.commandLine()
                    .getErr()
                    .println("alize: the request has " + found.count() + " events; these are the newest "
                            + entries.size());
        }
        if (entries.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("alize: no event of request '" + LetterView.safe(id) + "'"
                            + (key == null ? "" : " in the partition of that key; try without --key"));
            return Failures.NOT_COMPLETED;
        }
        print(entries);
        return 0;
    }

    private void print(List<Entry> entries) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            entries.forEach(entry -> out.println(TrailView.json(entry)));
            return;
        }
        Map<String, List<AuditEvent>> lives = new TreeMap<>();
        for (Entry entry : entries) {
            AuditEvent event = entry.event();
            if (event != null) {
                String life = "request " + LetterView.safe(id) + ", tenant " + EventText.safe(event.getTenant())
                        + ", redrive " + event.getRedrive();
                lives.computeIfAbsent(life, each -> new ArrayList<>()).add(event);
            }
        }
        lives.forEach((life, events) -> {
            out.println(life);
            out.println(Table.of(LifeView.rows(events)));
        });
    }
}
