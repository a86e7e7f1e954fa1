package dev.alize.cli;

import dev.alize.client.Connection;
import dev.alize.client.WholeFile;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.replay.Findings;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alize replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the requests of a time through another configuration, without calling anybody, and shows what would"
                    + " change: verdicts, routes and cost.",
            "Judged is each request as it was produced. Answers are not judged, and policies that ask somebody are"
                    + " passed over. Every target counts as up."
        },
        footer = {
            "",
            "Example:",
            "  alize replay --policy-config new.yaml --current policy-config.yaml --from 24h --output changed.jsonl"
        })
final class Replay implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--policy-config",
            required = true,
            paramLabel = "NEW",
            description = "The configuration that is tried.")
    @SuppressWarnings("NullAway.Init")
    private Path tried;

    @Option(
            names = "--current",
            paramLabel = "FILE",
            description =
                    "The configuration in force. Says where Kafka and the topics are, and routes are compared with"
                            + " its routes. Without it NEW says where, and routes are compared with the calls that were made.")
    private @Nullable Path current;

    @Mixin
    private ClusterFlags cluster = new ClusterFlags();

    @Mixin
    private WindowFlags times = new WindowFlags();

    @Option(
            names = "--output",
            paramLabel = "JSONL",
            description = "Write a line for each request that changes, or could not be judged: ids, never text.")
    private @Nullable Path output;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Window window = times.window(spec.commandLine());
        ConfigurationReader reader = new ConfigurationReader();
        Configuration after = reader.read(tried);
        Configuration before = current == null ? null : reader.read(current);
        Configuration place = cluster.on(before == null ? after : before);
        Connection connection = Connection.of(place, Environment.ofProcess());
        Findings found;
        try (Trail trail = TrailAccess.open(place, "replay", window, List.of());
                ReadingView view = ReadingView.on(spec);
                WholeFile file = output == null ? null : WholeFile.at(output)) {
            found = dev.alize.replay.Replay.run(
                    connection, trail, window, new dev.alize.replay.Replay.Question(place, after, before, file), view);
            if (file != null) {
                file.finish();
            }
        }
        spec.commandLine().getOut().println(json ? found.json() : found.table());
        return 0;
    }
}
