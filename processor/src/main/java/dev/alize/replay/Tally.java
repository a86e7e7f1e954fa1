package dev.alize.replay;

import dev.alize.replay.Change.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What changes, counted. Thread-safe. */
final class Tally {
    /** So many ids are named; all are counted, and all are in the file. */
    private static final int NAMED = 20;

    private final Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
    private final List<String> gone = new ArrayList<>();
    private final List<String> undecodable = new ArrayList<>();
    private long judged;
    private long unchanged;
    private long goneCount;
    private long undecodableCount;
    private long unpriced;
    private long nanoBefore;
    private long nanoAfter;
    private long unfinished;
    private long foreign;

    synchronized void add(Life life, Change change) {
        judged++;
        unchanged += change.kinds().isEmpty() ? 1 : 0;
        unfinished += life.status() == null ? 1 : 0;
        change.kinds().forEach(kind -> kinds.merge(kind, 1L, Long::sum));
        if (change.priced()) {
            nanoBefore += change.nanoBefore();
            nanoAfter += change.nanoAfter();
        } else {
            unpriced++;
        }
    }

    synchronized void gone(Life life) {
        goneCount++;
        name(gone, life);
    }

    synchronized void undecodable(Life life) {
        undecodableCount++;
        name(undecodable, life);
    }

    synchronized void foreign() {
        foreign++;
    }

    private static void name(List<String> names, Life life) {
        if (names.size() < NAMED) {
            names.add(life.identity.requestId());
        }
    }

    synchronized Findings findings(long events, java.util.Collection<String> notJudged) {
        return new Findings(
                events,
                foreign,
                judged,
                unchanged,
                unfinished,
                kinds,
                new Findings.Cost(nanoBefore, nanoAfter, unpriced),
                new Findings.Missing(goneCount, gone),
                new Findings.Missing(undecodableCount, undecodable),
                List.copyOf(new java.util.TreeSet<>(notJudged)));
    }
}
