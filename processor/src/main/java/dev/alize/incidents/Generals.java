package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;
import dev.alize.schemas.IncidentSignal;
import java.util.Optional;

/** Incidents without targets: requests that fail without a call that says why, and gaps in the monitoring. */
final class Generals {
    /** How long requests may fail until a call has to say why. */
    private static final long PATIENCE_MS = 20_000;

    private final Scene scene;
    private final Cases cases;
    private final Lateness lateness;
    private final Outside outside;
    private long failingSince;

    Generals(Scene scene, Cases cases, Lateness lateness, Outside outside) {
        this.scene = scene;
        this.cases = cases;
        this.lateness = lateness;
        this.outside = outside;
    }

    void judge(long now) {
        Optional<Finding> requests = scene.rules().ofRequests(now);
        Optional<Dossier> open = scene.register().general(false);
        if (requests.isPresent()) {
            failing(requests.get(), open, now);
        } else {
            succeeding(open, now);
        }
        gaps(now);
    }

    private void succeeding(Optional<Dossier> open, long now) {
        failingSince = 0;
        scene.givenUp().remove(Signals.REQUESTS);
        long resolveMs = scene.settings().resolveAfter().toMillis();
        open.filter(one -> quietSince(one) <= now - resolveMs)
                .ifPresent(one -> one.resolve("Requests succeed again", null, now));
    }

    private long quietSince(Dossier dossier) {
        long opened = dossier.incident().getOpenedAt().toEpochMilli();
        return scene.windows().of(Signals.REQUESTS, opened, Long.MAX_VALUE / 2).stream()
                .mapToLong(IncidentSignal::getLastFailureAt)
                .reduce(opened, Math::max);
    }

    private void failing(Finding finding, Optional<Dossier> open, long now) {
        failingSince = failingSince == 0 ? now : failingSince;
        Optional<Dossier> why = scene.register().open().stream()
                .filter(one -> !one.incident().getTargets().isEmpty())
                .filter(one -> !one.incident().getSeverity().equals(Severity.P3.name()))
                .filter(one -> explains(one.cause(), finding.cause()))
                .findFirst();
        if (why.isPresent()) {
            open.ifPresent(one -> one.resolve("It is a part of " + why.get().id(), null, now));
        } else if (open.isEmpty()
                && now - failingSince >= PATIENCE_MS
                && !scene.givenUp().contains(Signals.REQUESTS)
                && !isAftermath(finding, now)) {
            cases.general(false, finding, now);
        }
    }

    /** A provider's failure does not explain what the gateway did wrong itself. */
    private static boolean explains(Cause ofTargets, Cause ofRequests) {
        return ofRequests != Cause.OURS || ofTargets == Cause.OURS;
    }

    /** Requests that expire after an outage are a part of it. */
    private boolean isAftermath(Finding finding, long now) {
        long within = scene.settings().reopenWithin().toMillis();
        return finding.cause() == Cause.UNKNOWN && scene.register().anyOfTargetsResolvedWithin(within, now);
    }

    private void gaps(long now) {
        Optional<Finding> finding = lateness.finding(scene.settings().window().toMillis(), now)
                .or(() -> outside.blindSpot().map(spot -> new Finding(Severity.P4, Cause.GAP, now, spot)));
        Optional<Dossier> open = scene.register().general(true);
        if (finding.isEmpty()) {
            scene.givenUp().remove(GivenUp.GAPS);
            open.ifPresent(one -> one.resolve("Nothing is known to be missing any more", null, now));
        } else if (open.isEmpty() && !scene.givenUp().contains(GivenUp.GAPS)) {
            cases.general(true, finding.get(), now);
        }
    }
}
