package dev.alize.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.trail.Entry;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The audit events of the window, a line of JSON each; those of a partition in their order. */
public final class TrailCollector implements Collector {
    private final Supplier<? extends Trail> open;
    private final Window window;

    /** @param open opens the trail; may throw what says that nobody answers */
    public TrailCollector(Supplier<? extends Trail> open, Window window) {
        this.open = open;
        this.window = window;
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public String collect(Path directory) throws IOException, InterruptedException {
        AtomicLong events = new AtomicLong();
        AtomicLong foreign = new AtomicLong();
        Path file = directory.resolve("events.jsonl");
        try (Trail trail = open.get();
                BufferedWriter out = Files.newBufferedWriter(file)) {
            trail.read(
                    window,
                    entry -> {
                        if (entry.event() == null) {
                            foreign.incrementAndGet();
                        } else {
                            events.incrementAndGet();
                            write(out, line(entry));
                        }
                    },
                    progress -> {});
        }
        return events + " events"
                + (foreign.get() == 0 ? "" : "; " + foreign + " records that hold none were left out");
    }

    private static void write(BufferedWriter out, String line) {
        synchronized (out) {
            try {
                out.write(line);
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String line(Entry entry) {
        ObjectNode node = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        node.put("partition", entry.partition()).put("offset", entry.offset());
        if (entry.event() != null) {
            node.setAll(RecordJson.of(entry.event()));
        }
        return node.toString();
    }
}
