package dev.alize.incidents;

import dev.alize.config.IncidentSettings;
import dev.alize.diagnosis.Cause;
import dev.alize.schemas.Incident;
import dev.alize.schemas.IncidentFact;
import dev.alize.schemas.IncidentMemory;
import dev.alize.schemas.IncidentSignal;
import dev.alize.schemas.IncidentSwitch;
import dev.alize.schemas.IncidentTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Opens, updates and resolves incidents. It is told what happened and what time it is; what it has to know after a restart
 * is kept. Not thread-safe.
 */
final class Watch {
    private static final long OUTLIVED_MS = 300_000;
    /** Longer: one instance of several may have another key. */
    private static final long KEY_OUTLIVED_MS = 1_800_000;

    private final Kept kept;
    private final Scene scene;
    private final Cases cases;
    private final Generals generals;
    private final Progress progress;
    private final Lateness lateness;
    private @Nullable IncidentMemory remembered;

    /**
     * One that goes on with what is kept.
     *
     * @param outside what is known beside the audit trail
     */
    Watch(IncidentSettings settings, Kept kept, Outside outside) {
        this.kept = kept;
        this.scene = Scene.of(settings);
        this.cases = new Cases(scene);
        this.progress = new Progress(scene, outside);
        this.lateness = new Lateness(scene.windows());
        this.generals = new Generals(scene, cases, lateness, outside);
        kept.all((key, record) -> {
            switch (record) {
                case IncidentSignal signal -> scene.windows().add(signal);
                case Incident incident -> scene.register().load(incident);
                case IncidentMemory memory -> remember(memory);
                default -> throw new IllegalStateException("The store of incidents holds " + key);
            }
        });
    }

    private void remember(IncidentMemory memory) {
        scene.switches().load(memory.getSwitches());
        scene.targets().load(memory.getTargets());
        scene.givenUp().load(memory.getGivenUp());
        lateness.load(memory);
    }

    /** @param now in milliseconds since 1970 */
    void take(IncidentSignal signal, long now) {
        IncidentFact fact = signal.getFact();
        if (fact != null) {
            take(fact, Math.min(fact.getAt().toEpochMilli(), now));
            return;
        }
        lateness.take(signal, now);
        if (signal.getBucket() < now - Windows.KEPT_MS) {
            return;
        }
        IncidentSignal mine = inTime(signal, now);
        IncidentSignal sum = scene.windows().add(mine);
        if (sum == null) {
            return;
        }
        scene.targets().learn(mine);
        kept.put(key(sum), Signals.copy(sum));
        scene.register().open().stream()
                .filter(one -> concerns(one, mine.getTarget()))
                .forEach(one -> one.count(mine));
    }

    /** An instance whose clock is ahead does not tell of the future. */
    private static IncidentSignal inTime(IncidentSignal signal, long now) {
        if (signal.getBucket() <= now && signal.getLastFailureAt() <= now) {
            return signal;
        }
        IncidentSignal mine = Signals.copy(signal);
        mine.setBucket(Math.min(signal.getBucket(), Signals.bucket(now)));
        mine.setFirstFailureAt(Math.min(signal.getFirstFailureAt(), now));
        mine.setLastFailureAt(Math.min(signal.getLastFailureAt(), now));
        mine.setLastSuccessAt(Math.min(signal.getLastSuccessAt(), now));
        return mine;
    }

    private static String key(IncidentSignal counts) {
        return Kept.COUNT + counts.getBucket() + "/" + counts.getTarget();
    }

    private static boolean concerns(Dossier dossier, String target) {
        return dossier.cause() != Cause.GAP && (target.equals(Signals.REQUESTS) || dossier.covers(target));
    }

    private void take(IncidentFact fact, long at) {
        String target = fact.getTarget();
        List<Dossier> open = scene.register().open();
        switch (fact.getKind()) {
            case Actions.KIND ->
                Actions.of(fact.getReason())
                        .ifPresent(action -> scene.register()
                                .of(fact.getDetails().get("incident"))
                                .ifPresent(dossier -> act(action, dossier, fact, at)));
            case "control" ->
                open.stream()
                        .filter(one -> one.cause() != Cause.GAP && (target == null || one.covers(target)))
                        .forEach(one -> controlled(one, fact, at));
            default -> {
                scene.switches().take(fact, at);
                if (fact.getKind().equals("key_accepted") && target != null) {
                    scene.targets().of(target).setSucceededSince(true);
                }
                Facts.words(fact)
                        .ifPresent(words -> open.stream()
                                .filter(one -> target != null && one.covers(target))
                                .forEach(one -> one.happened(Facts.kind(fact), words, null, at)));
            }
        }
    }

    private void act(Actions action, Dossier dossier, IncidentFact fact, long at) {
        boolean wasOpen = dossier.isOpen();
        action.apply(dossier, fact, at);
        if (wasOpen && !dossier.isOpen()) {
            scene.givenUp().add(dossier);
        }
    }

    private static void controlled(Dossier dossier, IncidentFact fact, long at) {
        String state = fact.getDetails().getOrDefault("state", "");
        if (state.equals("given") || state.equals("lifted")) {
            dossier.happened("control", Facts.control(fact), fact.getDetails().get("issued_by"), at);
            if (state.equals("given")) {
                dossier.mitigating(at);
            }
        }
    }

    /**
     * Judges all there is.
     *
     * @param now in milliseconds since 1970
     * @return the incidents whose records are to be written
     */
    List<Incident> judge(long now) {
        expire(now);
        Map<String, Finding> findings = findings(now);
        scene.givenUp().removeTargets(name -> !findings.containsKey(name) && progress.isWell(name, now));
        findings.forEach((target, finding) -> {
            if (!scene.givenUp().contains(target)) {
                cases.cover(target, finding, now);
            }
        });
        generals.judge(now);
        scene.register().open().forEach(dossier -> progress.follow(dossier, findings, now));
        return written(now);
    }

    private void expire(long now) {
        scene.switches().drop(one -> isOutlived(one, now));
        for (IncidentSignal old : scene.windows().expire(now)) {
            kept.put(key(old), null);
            if (!old.getTarget().isEmpty()
                    && scene.register().covering(old.getTarget()).isEmpty()) {
                scene.targets().isUsual(old);
            }
        }
    }

    /** An instance that is gone for good closes no breaker and accepts no key: others' successes say it for it. */
    private boolean isOutlived(IncidentSwitch one, long now) {
        long patience = one.getWhat().equals(Switches.KEY) ? KEY_OUTLIVED_MS : OUTLIVED_MS;
        if (one.getSince() > now - patience) {
            return false;
        }
        long good = 0;
        long bad = 0;
        for (IncidentSignal counts : scene.windows().of(one.getTarget(), now - Windows.KEPT_MS, now)) {
            good += Signals.good(counts);
            bad += Signals.failures(counts);
        }
        return good > 0 && bad == 0;
    }

    private Map<String, Finding> findings(long now) {
        Set<String> names = new TreeSet<>(scene.windows().targets());
        scene.switches().all().stream().map(IncidentSwitch::getTarget).forEach(names::add);
        scene.register().open().forEach(one -> names.addAll(one.incident().getTargets()));
        scene.targets().keep(names);
        Map<String, Finding> findings = new HashMap<>();
        for (String name : names) {
            IncidentTarget target = scene.targets().of(name);
            Optional<Finding> finding = scene.rules().of(target, now);
            finding.ifPresent(found -> findings.put(name, found));
            long badUntil = scene.rules().isHeldBack(name, now)
                    ? now
                    : finding.map(Finding::until).orElse(0L);
            scene.targets().follow(target, scene.windows(), scene.rules(), badUntil, now);
        }
        return findings;
    }

    private List<Incident> written(long now) {
        List<Incident> written = new ArrayList<>();
        for (Dossier dossier : scene.register().all()) {
            boolean recounted = dossier.isRecounted();
            Incident record = dossier.written(now);
            if (record != null) {
                written.add(record);
                kept.put(Kept.INCIDENT + dossier.id(), record);
            } else if (recounted) {
                kept.put(Kept.INCIDENT + dossier.id(), dossier.copy());
            }
        }
        scene.register().forget().forEach(id -> kept.put(Kept.INCIDENT + id, null));
        IncidentMemory memory = lateness.save(IncidentMemory.newBuilder()
                .setSwitches(scene.switches().all())
                .setTargets(scene.targets().copies())
                .setGivenUp(scene.givenUp().sorted()));
        if (!Objects.equals(memory, remembered)) {
            remembered = memory;
            kept.put(Kept.MEMORY, memory);
        }
        return written;
    }

    /** Whether nothing would change as time goes by. */
    boolean isIdle() {
        return scene.windows().isEmpty()
                && scene.register().open().isEmpty()
                && scene.switches().all().isEmpty();
    }
}
