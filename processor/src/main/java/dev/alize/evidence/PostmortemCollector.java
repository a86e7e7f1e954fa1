package dev.alize.evidence;

import dev.alize.postmortem.Aggregator;
import dev.alize.postmortem.HtmlReport;
import dev.alize.postmortem.MarkdownReport;
import dev.alize.postmortem.Notes;
import dev.alize.postmortem.Report;
import dev.alize.postmortem.Slices;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The postmortem of the window, as Markdown and as a page of HTML. */
public final class PostmortemCollector implements Collector {
    private final Supplier<? extends Trail> open;
    private final Window window;
    private final Supplier<String> verification;
    private final Scrubber scrubber;

    /**
     * @param open opens the trail; may throw what says that nobody answers
     * @param verification what verifying gave; asked when this is collected
     */
    public PostmortemCollector(
            Supplier<? extends Trail> open, Window window, Supplier<String> verification, Scrubber scrubber) {
        this.open = open;
        this.window = window;
        this.verification = verification;
        this.scrubber = scrubber;
    }

    @Override
    public String name() {
        return "postmortem";
    }

    @Override
    public String collect(Path directory) throws NotCollectedException, IOException, InterruptedException {
        try (Trail trail = open.get()) {
            Aggregator aggregator = new Aggregator(Slices.of(window), trail.partitions());
            if (trail.read(window, aggregator, progress -> {}) == 0) {
                throw new NotCollectedException("the audit trail has no event in the window");
            }
            Report report = aggregator.report(new Notes(null, verification.get()));
            Files.writeString(directory.resolve("postmortem.md"), scrubber.known(MarkdownReport.of(report)));
            Files.writeString(directory.resolve("postmortem.html"), scrubber.known(HtmlReport.of(report)));
            return report.severity() + ": " + report.summary();
        }
    }
}
