package dev.alize.evidence;

import dev.alize.trail.ExportFile;
import dev.alize.trail.KafkaTrail;
import dev.alize.trail.Window;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The records of the window with all checkpoints, in the file that {@code alize audit verify --input} reads. */
public final class ExportCollector implements Collector {
    static final String FILE = "trail.avro";

    private final Supplier<KafkaTrail> open;
    private final Window window;
    private final InstantSource clock;

    /** @param open opens the trail; may throw what says that nobody answers */
    public ExportCollector(Supplier<KafkaTrail> open, Window window, InstantSource clock) {
        this.open = open;
        this.window = window;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "trail";
    }

    @Override
    public String collect(Path directory) throws InterruptedException {
        Instant now = clock.instant();
        try (KafkaTrail trail = open.get()) {
            Instant kept = trail.retention().map(now::minus).orElse(Instant.EPOCH);
            return trail.withSchemas(schemas -> {
                OwnRecords own = new OwnRecords(trail, schemas);
                ExportFile.Job job = new ExportFile.Job(window, kept, now, schemas);
                ExportFile.Written written = ExportFile.write(own, job, stream(directory), progress -> {});
                return written.records() + " records and " + written.checkpoints() + " checkpoints"
                        + (own.emptied() == 0
                                ? ""
                                : "; of " + own.emptied() + " that are no audit events only the places are in it");
            });
        }
    }

    private static OutputStream stream(Path directory) {
        try {
            return Files.newOutputStream(directory.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
