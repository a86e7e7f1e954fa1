package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;
import dev.alize.schemas.IncidentSignal;
import dev.alize.schemas.IncidentTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Follows open incidents: their cause, how bad they are, who else has them, and when they are over. */
final class Progress {
    private static final double CLEAR_SHARE = 0.6;
    /** Without any call, so long after the last failure it is taken as over; with an open breaker much longer. */
    private static final long SILENCE_MS = 90_000;

    private static final long OPEN_SILENCE_MS = 600_000;
    private static final int FEW = 3;

    private final Scene scene;
    private final Sights sights;
    private final Outside outside;

    Progress(Scene scene, Outside outside) {
        this.scene = scene;
        this.sights = new Sights(scene.windows(), scene.switches(), scene.targets(), outside);
        this.outside = outside;
    }

    /** @param findings what is wrong now, by target */
    void follow(Dossier dossier, Map<String, Finding> findings, long now) {
        List<String> names = dossier.incident().getTargets();
        boolean lasts = names.stream().anyMatch(findings::containsKey);
        if (lasts) {
            rejudge(dossier, findings, now);
            dossier.summarise(sights.summary(dossier, now));
            if (everythingFails(names, now)) {
                dossier.raise(Severity.P1, "no request succeeds", now);
            }
        }
        if (lasts || names.isEmpty()) {
            String provider = dossier.incident().getProvider();
            dossier.advise(Reach.of(dossier.cause(), provider, sights.of(dossier, now))
                    .with(dossier.cause(), outside.page(provider)));
        }
        if (!names.isEmpty() && !lasts && names.stream().allMatch(name -> isWell(name, now))) {
            dossier.resolve(sights.howItEnded(names, now), null, now);
        }
    }

    private void rejudge(Dossier dossier, Map<String, Finding> findings, long now) {
        List<Finding> mine = new ArrayList<>();
        List<IncidentSignal> counts = new ArrayList<>();
        for (String name : dossier.incident().getTargets()) {
            Finding finding = findings.get(name);
            if (finding != null) {
                mine.add(finding);
            }
            counts.addAll(
                    scene.windows().of(name, now - scene.settings().window().toMillis(), now));
        }
        if (mine.stream().anyMatch(one -> one.cause() == Cause.KEY && one.severity() == Severity.P1)) {
            dossier.judge(Cause.KEY, now);
        } else if (mine.stream().noneMatch(one -> one.cause() == Cause.SLOW)) {
            Causes.main(counts, CLEAR_SHARE)
                    .filter(cause -> cause != Cause.UNKNOWN)
                    .ifPresent(cause -> dossier.judge(cause, now));
        }
    }

    /**
     * No call and no request succeeded for two buckets at least, and those of these targets are among them; or a breaker
     * or silence hides what would be counted.
     */
    private boolean everythingFails(List<String> names, long now) {
        Rules rules = scene.rules();
        if (names.stream().anyMatch(name -> rules.isAllSilent(name, now) || rules.isAllHeldBack(name, now))) {
            return true;
        }
        Windows windows = scene.windows();
        Streak all = Streak.of(windows.ofAll(now - Windows.KEPT_MS, now));
        return now - all.last() <= scene.settings().window().toMillis()
                && all.failures() >= FEW
                && all.buckets() >= 2
                && names.stream()
                        .anyMatch(name ->
                                Streak.of(windows.of(name, all.first(), now)).failures() > 0);
    }

    /** Whether nothing is wrong with a target any more, for long enough. */
    boolean isWell(String name, long now) {
        IncidentTarget target = scene.targets().of(name);
        if (scene.switches().isOn(Switches.KEY, name) || scene.rules().isSilent(name, now)) {
            return false;
        }
        if (target.getLastBad() == 0) {
            return true;
        }
        long since = now - (target.getLastBad() + Signals.BUCKET_MS);
        long resolveMs = scene.settings().resolveAfter().toMillis();
        if (scene.switches().isOn(Switches.BREAKER, name)) {
            return since >= OPEN_SILENCE_MS;
        }
        return since >= (target.getSucceededSince() ? resolveMs : Math.max(SILENCE_MS, 2 * resolveMs));
    }
}
