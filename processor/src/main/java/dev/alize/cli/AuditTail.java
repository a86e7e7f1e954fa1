package dev.alize.cli;

import dev.alize.client.Table;
import dev.alize.trail.Extent;
import dev.alize.trail.KafkaTrail;
import dev.alize.trail.Newest;
import dev.alize.trail.Window;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize audit tail}. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Prints the newest events of the audit trail, of the last hour unless --from says otherwise.")
final class AuditTail implements Callable<Integer> {
    private static final Duration LOOK_BACK = Duration.ofHours(1);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private TrailFlags flags = new TrailFlags();

    @Mixin
    private EventFilter filter = new EventFilter();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "The newest N (${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(names = "--follow", description = "Then print what is written, until it is interrupted.")
    private boolean follow;

    @Option(names = "--json", description = "Print a line of JSON for each.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (flags.isFile()) {
            throw new ParameterException(
                    spec.commandLine(), "--input does not go with tail; expected 'alize audit search --input FILE'");
        }
        Window window = flags.window(spec.commandLine(), Instant.now().minus(LOOK_BACK));
        PrintWriter out = spec.commandLine().getOut();
        Newest newest = new Newest(Math.max(1, limit));
        try (KafkaTrail trail = flags.topic("audit tail", window, filter.names())) {
            Extent extent = filter.extent(window);
            trail.read(
                    extent,
                    entry -> {
                        if (filter.takes(entry)) {
                            newest.add(entry);
                        }
                    },
                    progress -> {});
            AuditSearch.print(out, newest.sorted(), json);
            if (newest.count() == 0) {
                spec.commandLine().getErr().println("alize: the window holds no such events");
            }
            if (follow) {
                trail.follow(entry -> {
                    if (filter.takes(entry)) {
                        out.println(
                                json ? TrailView.json(entry).toString() : Table.of(List.of(TrailView.cells(entry))));
                    }
                });
            }
        }
        return 0;
    }
}
