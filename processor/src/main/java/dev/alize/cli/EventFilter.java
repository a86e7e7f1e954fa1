package dev.alize.cli;

import dev.alize.schemas.AuditEvent;
import dev.alize.trail.Entry;
import dev.alize.trail.EventText;
import dev.alize.trail.Extent;
import dev.alize.trail.Window;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which events are meant. */
final class EventFilter {
    @Option(names = "--tenant", description = "Only of this tenant.")
    private @Nullable String tenant;

    @Option(names = "--target", description = "Only about this target.")
    private @Nullable String target;

    @Option(names = "--kind", paramLabel = "KIND", split = ",", description = "Only these kinds, such as dead_letter.")
    private Set<String> kinds = Set.of();

    @Option(names = "--id", paramLabel = "REQUEST_ID", description = "Only of this request.")
    private @Nullable String id;

    @Option(names = "--status", description = "Only responses with this status, or attempts with this outcome.")
    private @Nullable String status;

    /** What is no event is meant only where nothing is asked for. */
    boolean takes(Entry entry) {
        return test(entry.event()) || (entry.event() == null && names().isEmpty());
    }

    private boolean test(@Nullable AuditEvent event) {
        return event != null
                && (tenant == null || tenant.equals(event.getTenant()))
                && (target == null || target.equals(EventText.target(event)))
                && (kinds.isEmpty() || kinds.contains(event.getKind()))
                && (id == null || id.equals(event.getRequestId()))
                && (status == null
                        || status.equals(event.getStatus())
                        || (event.getAttempt() != null
                                && status.equals(event.getAttempt().getOutcome())));
    }

    /** Records that hold the most telling of the given texts. */
    Extent extent(Window window) {
        String text = id != null ? id : tenant;
        Extent all = Extent.of(window);
        return text == null ? all : all.holding(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Names of the filters in use, without their values. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        if (tenant != null) {
            names.add("tenant");
        }
        if (target != null) {
            names.add("target");
        }
        if (!kinds.isEmpty()) {
            names.add("kind");
        }
        if (id != null) {
            names.add("id");
        }
        if (status != null) {
            names.add("status");
        }
        return names;
    }
}
