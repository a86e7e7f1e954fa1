package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;
import java.util.List;
import java.util.Optional;

/** Finds the incident that something belongs to: the one it is in, one akin, the one it was in, or a new one. */
final class Cases {
    private final Scene scene;

    Cases(Scene scene) {
        this.scene = scene;
    }

    /** Something is wrong with a target. */
    void cover(String target, Finding finding, long now) {
        String provider = scene.targets().of(target).getProvider();
        Register register = scene.register();
        Dossier dossier = register.covering(target)
                .or(() -> joined(target, provider, finding, now))
                .or(() -> reopened(register.recent(target, reopenMs(), now), finding, now))
                .orElseGet(() -> opened(target, provider, finding, now));
        dossier.raise(finding.cause() == Cause.KEY ? Severity.P1 : finding.severity(), finding.why(), now);
    }

    private Optional<Dossier> joined(String target, String provider, Finding finding, long now) {
        Optional<Dossier> akin = scene.register().akin(provider, finding.cause(), now);
        akin.ifPresent(one -> {
            one.join(target, finding.why(), now);
            recount(one, List.of(target), finding.since(), now);
        });
        return akin;
    }

    private static Optional<Dossier> reopened(Optional<Dossier> before, Finding finding, long now) {
        before.ifPresent(one -> one.reopen(finding, now));
        return before;
    }

    private Dossier opened(String target, String provider, Finding finding, long now) {
        Dossier made =
                Dossier.open(scene.register().name(finding.cause(), now), finding, provider, List.of(target), now);
        scene.switches().of(target).forEach(on -> made.happened(on.getWhat(), Facts.words(on), null, on.getSince()));
        recount(made, List.of(target, Signals.REQUESTS), finding.since(), now);
        scene.register().add(made);
        return made;
    }

    /** Something is wrong with the requests, or with the monitoring. */
    void general(boolean isGap, Finding finding, long now) {
        Register register = scene.register();
        if (reopened(register.recentGeneral(isGap, reopenMs(), now), finding, now)
                .isPresent()) {
            return;
        }
        Dossier made = Dossier.open(register.name(finding.cause(), now), finding, "", List.of(), now);
        if (!isGap) {
            recount(made, List.of(Signals.REQUESTS), finding.since(), now);
        }
        register.add(made);
    }

    private void recount(Dossier dossier, List<String> names, long since, long now) {
        names.forEach(name -> scene.windows().of(name, since, now).forEach(dossier::count));
    }

    private long reopenMs() {
        return scene.settings().reopenWithin().toMillis();
    }
}
