package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;
import dev.alize.schemas.Incident;
import dev.alize.schemas.IncidentEntry;
import dev.alize.schemas.IncidentSignal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One incident while it is worked on: the record, and whether somebody should hear of it. Not thread-safe. */
final class Dossier {
    static final String INVESTIGATING = "investigating";
    static final String MITIGATING = "mitigating";
    static final String RESOLVED = "resolved";

    private static final int MOST_ROWS = 200;
    /** Rows that are left for operators. */
    private static final int OPERATORS_ROWS = 100;

    private static final long FRESH_COUNTS_MS = 30_000;

    private final Incident incident;
    private boolean news;
    private boolean fresher;
    private boolean recounted;

    /** One that was kept; the record is changed. */
    Dossier(Incident incident) {
        this.incident = incident;
        incident.setTargets(new ArrayList<>(incident.getTargets()));
        incident.setTimeline(new ArrayList<>(incident.getTimeline()));
        incident.setCounts(new HashMap<>(incident.getCounts()));
    }

    static Dossier open(String id, Finding finding, String provider, List<String> targets, long now) {
        Dossier dossier = new Dossier(Incident.newBuilder()
                .setId(id)
                .setSeverity(finding.severity().name())
                .setStatus(INVESTIGATING)
                .setTargets(targets)
                .setProvider(provider)
                .setCause(finding.cause().code())
                .setTitle("")
                .setSummary(finding.why() + ".")
                .setReach("unknown")
                .setBeganAt(Instant.ofEpochMilli(Math.min(finding.since(), now)))
                .setOpenedAt(Instant.ofEpochMilli(now))
                .setUpdatedAt(Instant.ofEpochMilli(now))
                .setRevision(0)
                .build());
        dossier.retitle();
        dossier.happened("opened", finding.severity() + ": " + finding.why(), now);
        dossier.news = true;
        return dossier;
    }

    Incident incident() {
        return incident;
    }

    String id() {
        return incident.getId();
    }

    boolean isOpen() {
        return incident.getResolvedAt() == null;
    }

    boolean covers(String target) {
        return incident.getTargets().contains(target);
    }

    Cause cause() {
        return Cause.valueOf(incident.getCause().toUpperCase(Locale.ROOT));
    }

    Severity severity() {
        return Severity.valueOf(incident.getSeverity());
    }

    private void retitle() {
        String who = incident.getProvider();
        incident.setTitle((who.isEmpty() ? "" : who + ": ") + cause().title());
    }

    /**
     * The severity is the worst so far: one that goes down and up again would wake people for nothing. Who acknowledged
     * the lower one has not seen this.
     */
    void raise(Severity severity, String why, long now) {
        if (severity.compareTo(severity()) < 0) {
            incident.setSeverity(severity.name());
            nobodyHasSeenIt();
            happened("severity", "Now " + severity + ": " + why, now);
            news = true;
        }
    }

    private void nobodyHasSeenIt() {
        incident.setAcked(false);
        incident.setAckedBy(null);
        incident.setAckedAt(null);
    }

    void judge(Cause cause, long now) {
        if (cause != cause()) {
            incident.setCause(cause.code());
            retitle();
            happened("cause", "It looks like another cause: " + cause.title(), now);
            news = true;
        }
    }

    void summarise(String summary) {
        incident.setSummary(summary);
    }

    void advise(Reach reach) {
        if (!reach.code().equals(incident.getReach()) || !reach.because().equals(incident.getReachBecause())) {
            fresher = true;
        }
        incident.setReach(reach.code());
        incident.setReachBecause(reach.because());
        incident.setAdvice(Steps.of(cause(), incident.getTargets(), incident.getId()));
    }

    void join(String target, String why, long now) {
        TreeSet<String> targets = new TreeSet<>(incident.getTargets());
        targets.add(target);
        incident.setTargets(new ArrayList<>(targets));
        happened("targets", why, now);
        news = true;
    }

    void reopen(Finding finding, long now) {
        incident.setResolvedAt(null);
        incident.setResolvedByHand(false);
        incident.setStatus(INVESTIGATING);
        nobodyHasSeenIt();
        incident.setReopened(incident.getReopened() + 1);
        happened("reopened", "It is back: " + finding.why(), now);
        news = true;
    }

    /** @param by who resolved it; null where calls succeed again */
    void resolve(String why, @Nullable String by, long now) {
        incident.setResolvedAt(Instant.ofEpochMilli(now));
        incident.setResolvedByHand(by != null);
        incident.setStatus(RESOLVED);
        add(by == null ? "resolved" : "resolve", why, by, now);
        news = true;
    }

    void mitigating(long now) {
        if (isOpen() && !incident.getStatus().equals(MITIGATING)) {
            incident.setStatus(MITIGATING);
            fresher = true;
            news = true;
        }
    }

    /** A row of the timeline that is no operator's word; not where the same was said of the same thing last. */
    void happened(String kind, String text, @Nullable String by, long at) {
        List<IncidentEntry> rows = incident.getTimeline();
        String thing = text.substring(0, Math.max(0, text.lastIndexOf(' ')));
        boolean said = by == null
                && rows.reversed().stream()
                        .filter(row ->
                                row.getKind().equals(kind) && row.getText().startsWith(thing))
                        .findFirst()
                        .map(row -> row.getText().equals(text))
                        .orElse(false);
        if (!said && rows.size() < MOST_ROWS - OPERATORS_ROWS) {
            add(kind, text, by, at);
        }
    }

    private void happened(String kind, String text, long at) {
        add(kind, text, null, at);
    }

    /** A row of the timeline, while there is room. */
    void add(String kind, String text, @Nullable String by, long at) {
        if (incident.getTimeline().size() < MOST_ROWS) {
            incident.getTimeline().add(new IncidentEntry(Instant.ofEpochMilli(at), kind, text, by));
        }
        fresher = true;
    }

    /** Somebody should hear of it. */
    void isNews() {
        news = true;
    }

    void count(IncidentSignal signal) {
        if (signal.getTarget().equals(Signals.REQUESTS)) {
            count("completed", signal.getCompleted());
            count("failed", Signals.failures(signal));
            return;
        }
        long failed = Signals.failures(signal);
        count("calls", signal.getSuccesses() + failed);
        count("failed_calls", failed);
        signal.getFailures().forEach((kind, count) -> count("kind." + kind, count));
    }

    private void count(String name, long more) {
        if (more > 0
                && (incident.getCounts().size() < MOST_ROWS
                        || incident.getCounts().containsKey(name))) {
            incident.getCounts().merge(name, more, Long::sum);
            recounted = true;
        }
    }

    /** Whether there are counts that the last record does not have. */
    boolean isRecounted() {
        return recounted;
    }

    /** The record to write; null where nothing is new enough. */
    @Nullable
    Incident written(long now) {
        boolean due = recounted && now - incident.getUpdatedAt().toEpochMilli() >= FRESH_COUNTS_MS;
        if (!news && !fresher && !due) {
            return null;
        }
        if (news) {
            incident.setRevision(incident.getRevision() + 1);
        }
        incident.setUpdatedAt(Instant.ofEpochMilli(now));
        news = false;
        fresher = false;
        recounted = false;
        return copy();
    }

    /** The record as it is now. */
    Incident copy() {
        return Incident.newBuilder(incident).build();
    }
}
