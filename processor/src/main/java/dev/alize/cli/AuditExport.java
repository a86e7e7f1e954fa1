package dev.alize.cli;

import dev.alize.trail.ExportFile;
import dev.alize.trail.ExportFile.Written;
import dev.alize.trail.KafkaTrail;
import dev.alize.trail.Window;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alize audit export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a window of the trail, with all checkpoints, to a file that verify, search and show read"
                + " with --input, without a cluster.")
final class AuditExport implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private TrailFlags flags = new TrailFlags();

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "An Avro file; it appears when it is complete.")
    private Path output = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        Window window = flags.window(spec.commandLine());
        if (flags.isFile()) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "--input does not go with export, which reads the topic");
        }
        Instant now = Instant.now();
        Written written;
        try (KafkaTrail trail = flags.topic("audit export", window, List.of());
                ReadingView view = ReadingView.on(spec)) {
            Instant kept = trail.retention().map(now::minus).orElse(Instant.EPOCH);
            written = trail.withSchemas(
                    schemas -> ExportFile.write(trail, new ExportFile.Job(window, kept, now, schemas), output, view));
        }
        spec.commandLine()
                .getOut()
                .println("exported: " + written.records() + " events and " + written.checkpoints() + " checkpoints to "
                        + output);
        if (written.records() == 0) {
            spec.commandLine().getErr().println("alize: the window holds no events");
        }
        return 0;
    }
}
