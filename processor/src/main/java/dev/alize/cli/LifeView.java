package dev.alize.cli;

import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.trail.EventText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The life of one request as a table. A call has two rows, its start and its end: the step before its start is the time
 * the request waited for its turn, for quota, or for the time of a retry.
 */
final class LifeView {
    private static final List<String> HEAD = List.of("TIME", "SINCE START", "STEP", "KIND", "TARGET", "RESULT", "MORE");

    private LifeView() {}

    private record Row(Instant at, String kind, String target, String result, String more) {}

    /** @param events of one request, in their order */
    static List<List<String>> rows(List<AuditEvent> events) {
        List<Row> rows = new ArrayList<>();
        for (AuditEvent event : events) {
            AuditAttempt attempt = event.getAttempt();
            Instant started = attempt == null ? null : attempt.getStartedAt();
            if (attempt != null && started != null) {
                rows.add(new Row(
                        started,
                        "call",
                        EventText.safe(attempt.getTarget()),
                        EventText.safe(null),
                        "attempt=" + attempt.getNumber()));
            }
            rows.add(new Row(
                    event.getAt(),
                    LetterView.safe(event.getKind()),
                    EventText.safe(EventText.target(event)),
                    EventText.safe(EventText.result(event)),
                    EventText.more(event)));
        }
        // What happened at the same moment stays in the order in which it was written.
        rows.sort(Comparator.comparing(Row::at));
        return cells(rows);
    }

    private static List<List<String>> cells(List<Row> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEAD);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            cells.add(List.of(
                    row.at().toString(),
                    EventText.duration(Duration.between(rows.getFirst().at(), row.at())),
                    i == 0
                            ? "-"
                            : "+"
                                    + EventText.duration(
                                            Duration.between(rows.get(i - 1).at(), row.at())),
                    row.kind(),
                    row.target(),
                    row.result(),
                    row.more()));
        }
        return cells;
    }
}
