package dev.alize.routing;

import dev.alize.domain.Demand;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Quota;
import dev.alize.domain.Secret;
import dev.alize.domain.Target;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls to one target begin, and learns from how they end. Everything that is not volatile is guarded by the gate's
 * own lock; the quota is asked outside of it.
 */
final class Gate {
    private static final long KEY_CHECK_MS = 1_000;
    private static final long SOON_NANOS = 1_000_000;

    private final String id;
    private final Surroundings around;
    private final Changes changes;
    private final RefusedKeys refusedKeys;
    private final RetryBudget budget;
    private final KeyStop keyStop;
    private final ProbeHealth health;
    private final Entrance entrance;
    private final Fuse fuse;
    private final QuotaDoor quota;
    private final Experience experience = new Experience();
    private final Silence silence;

    private Mitigations mitigations = Mitigations.NONE;

    private volatile RoutedTarget routed;
    private volatile Target effective;
    private volatile boolean takesCalls = true;

    /** Is told when a provider refused a key as a whole. Called without the gate's lock. */
    interface RefusedKeys {
        void refused(Target target, int fingerprint);
    }

    Gate(RoutedTarget routed, RoutingRules rules, Surroundings around, Changes changes, RefusedKeys refusedKeys) {
        this.id = routed.id();
        this.routed = routed;
        this.around = around;
        this.changes = changes;
        this.refusedKeys = refusedKeys;
        effective = routed.target();
        budget = new RetryBudget(rules.retry().budget(), around.nanoTime().getAsLong());
        keyStop = new KeyStop(id, routed.target().key(), around);
        health = new ProbeHealth(id, around);
        silence = new Silence(id, around);
        entrance = new Entrance(changes);
        fuse = new Fuse(this, rules.breaker(), around);
        quota = new QuotaDoor(around.quotas().apply(routed.quotaGroup()));
    }

    String id() {
        return id;
    }

    RoutedTarget routed() {
        return routed;
    }

    boolean takesCalls() {
        return takesCalls;
    }

    /** When the breaker lets trials begin; {@link Long#MAX_VALUE} where it is not open. */
    long opensAtNanos() {
        return fuse.opensAtNanos();
    }

    Experience experience() {
        return experience;
    }

    /** Of attempts that begin now. */
    Duration timeout() {
        return effective.timeout();
    }

    boolean takeRetry(long nowNanos) {
        return budget.take(nowNanos);
    }

    /** {@link Long#MAX_VALUE} where its quota was spent for long when it was last asked. */
    long waitMs(int ahead, long nowNanos) {
        return quota.waitMs(ahead, nowNanos);
    }

    /** Whether a call may begin here. */
    sealed interface Entry {
        record Begun(OpenPass pass) implements Entry {}

        /** Not yet: the request waits for this target. */
        record Wait(long atNanos) implements Entry {}

        /** Not for long: the request goes to another target where it can. */
        record Spent(long atNanos) implements Entry {}
    }

    Entry admit(Demand demand, long nowNanos) {
        OpenPass pass;
        synchronized (this) {
            long at = entrance.roomAt(mitigations.maxConcurrencyOf(id), routed.maxConcurrency(), nowNanos);
            if (at != nowNanos) {
                return new Entry.Wait(at);
            }
            if (!mayTakeCalls() || !fuse.breaker().tryAcquire()) {
                // It changed since the route was looked at; the next look skips it.
                return new Entry.Wait(nowNanos + SOON_NANOS);
            }
            pass = enter(demand);
        }
        return reserve(pass, demand, nowNanos);
    }

    private Entry reserve(OpenPass pass, Demand demand, long nowNanos) {
        boolean taken = false;
        try {
            switch (quota.ask(demand, nowNanos)) {
                case Quota.Answer.Later later -> {
                    return QuotaDoor.isFar(later, nowNanos)
                            ? new Entry.Spent(later.atNanos())
                            : new Entry.Wait(later.atNanos());
                }
                case Quota.Answer.Taken room -> {
                    taken = true;
                    pass.holds(room.reservation());
                    began(pass, demand, nowNanos);
                    return new Entry.Begun(pass);
                }
            }
        } finally {
            if (!taken) {
                released(pass);
            }
        }
    }

    private OpenPass enter(Demand demand) {
        Breaker breaker = fuse.breaker();
        boolean trial = breaker.state() == BreakerState.HALF_OPEN;
        OpenPass.Marks marks = new OpenPass.Marks(
                breaker.period(), trial, entrance.entered(), demand.retried(), keyStop.fingerprint());
        return new OpenPass(this, effective, marks);
    }

    private void began(OpenPass pass, Demand demand, long nowNanos) {
        experience.began(nowNanos);
        if (!demand.retried()) {
            budget.firstAttempt();
        }
        synchronized (this) {
            silence.began(pass, nowNanos);
            if (pass.isTrial()) {
                publish();
            }
        }
    }

    /** A part of an answer came. Any thread. */
    void heard() {
        silence.heard(now());
    }

    /** Looks whether it takes calls and answers none. */
    synchronized void listen(long nowNanos) {
        silence.look(experience, effective.timeout(), nowNanos);
    }

    /** It is not configured any more. */
    synchronized void dropped() {
        silence.end();
    }

    void ended(OpenPass pass, Outcome outcome) {
        boolean refused;
        synchronized (this) {
            left(pass);
            if (!isSilent(outcome)) {
                silence.heard(now());
            }
            judge(pass, outcome);
            refused = outcome instanceof Outcome.Failure failure && refuse(pass, failure.kind());
            publish();
        }
        if (refused) {
            refusedKeys.refused(pass.target(), pass.marks().key());
        }
    }

    private void left(OpenPass pass) {
        entrance.left(pass.marks().ramp());
        silence.ended(pass, now());
    }

    /** Whether the call ended although nothing came from the target. */
    private static boolean isSilent(Outcome outcome) {
        return outcome instanceof Outcome.Failure failure
                && (failure.kind() == FailureKind.TIMEOUT || failure.kind() == FailureKind.INTERNAL);
    }

    private void judge(OpenPass pass, Outcome outcome) {
        OpenPass.Marks marks = pass.marks();
        long durationMs = outcome.facts().durationMs();
        Breaker breaker = fuse.breaker();
        switch (Evidence.of(outcome, pass.target().timeout(), experience.latencyMs())) {
            case NONE -> breaker.released(marks.period());
            case WELL -> {
                breaker.ended(marks.period(), true, marks.retried(), durationMs);
                entrance.ramp().succeeded();
                experience.answered(now());
            }
            case ILL -> {
                breaker.ended(marks.period(), false, marks.retried(), durationMs);
                entrance.ramp().failed();
            }
        }
        if (outcome instanceof Outcome.Success) {
            experience.succeeded(durationMs, now());
        }
    }

    /** @return whether the key as a whole was refused */
    private boolean refuse(OpenPass pass, FailureKind kind) {
        if (!keyStop.concerns(kind, pass.marks().key())) {
            return false;
        }
        stop(kind);
        return kind == FailureKind.UNAUTHORIZED;
    }

    /** The call was not begun, or cut off. */
    void released(OpenPass pass) {
        synchronized (this) {
            left(pass);
            fuse.breaker().released(pass.marks().period());
            publish();
        }
    }

    /** Another target's call with the same key at the same place was refused. */
    synchronized void keyRefused(int key) {
        if (keyStop.concerns(FailureKind.UNAUTHORIZED, key)) {
            stop(FailureKind.UNAUTHORIZED);
            publish();
        }
    }

    private void stop(FailureKind why) {
        if (keyStop.begin(why)) {
            checkKeyLater(0);
        }
    }

    private void checkKeyLater(long delayMs) {
        int stop = keyStop.number();
        Secret key = keyStop.key();
        later(delayMs, () -> checkKey(stop, key));
    }

    /** On the timer. Neither the key is read nor the quota told under the lock. */
    private void checkKey(int stop, @Nullable Secret key) {
        OptionalInt read = KeyStop.read(key);
        synchronized (this) {
            if (!keyStop.isOn(stop)) {
                return;
            }
            if (!keyStop.checked(read)) {
                checkKeyLater(KEY_CHECK_MS);
                return;
            }
            publish();
        }
        quota.keyChanged();
    }

    synchronized void probed(ProbeResult result) {
        switch (result) {
            case ANSWERED -> answeredProbe();
            case FAILED -> health.failed();
            case REFUSED -> {
                answered();
                stop(FailureKind.UNAUTHORIZED);
            }
        }
        publish();
    }

    private void answeredProbe() {
        answered();
        if (keyStop.why() == FailureKind.UNAUTHORIZED) {
            // A probe tells nothing about the right to a model, so it does not lift the other kinds.
            keyStop.end("probe answered");
        }
        if (fuse.breaker().state() == BreakerState.OPEN) {
            fuse.breaker().halfOpen();
        }
    }

    private void answered() {
        if (health.answered()) {
            rampUp();
        }
    }

    /** Whether a probe should look soon. */
    synchronized boolean needsProbe() {
        return fuse.breaker().state() == BreakerState.OPEN || keyStop.why() != null || !health.healthy();
    }

    synchronized Duration recoveryTimeout() {
        return fuse.breaker().rules().recoveryTimeout();
    }

    synchronized void follow(Mitigations newer) {
        boolean resumed = mitigations.isPaused(id) && !newer.isPaused(id);
        mitigations = newer;
        effective = effective();
        if (resumed) {
            rampUp();
        }
        publish();
    }

    void follow(RoutedTarget newer, RoutingRules rules) {
        OptionalInt key = KeyStop.read(newer.target().key());
        boolean stopped;
        synchronized (this) {
            stopped = keyStop.why() != null;
            keyStop.follow(newer.target().key(), key);
            adopt(newer, rules);
        }
        if (stopped) {
            quota.keyChanged();
        }
    }

    private void adopt(RoutedTarget newer, RoutingRules rules) {
        routed = newer;
        effective = effective();
        quota.follow(around.quotas().apply(newer.quotaGroup()));
        budget.follow(rules.retry().budget());
        fuse.follow(rules.breaker());
        publish();
    }

    private Target effective() {
        Target target = routed.target();
        Duration timeout = mitigations.timeoutOf(id);
        return timeout == null ? target : target.within(timeout);
    }

    /** Lets trials begin where the breaker has been open for long enough. */
    synchronized void awaken(long nowNanos) {
        fuse.awaken(nowNanos);
        publish();
    }

    synchronized void renewTrials(int period) {
        fuse.renewTrials(period);
        publish();
    }

    /** Says what has changed; the last step of everything that may change something. */
    private void publish() {
        if (fuse.changed()) {
            rampUp();
        }
        boolean now = mayTakeCalls();
        if (now != takesCalls) {
            takesCalls = now;
            changes.rose();
        }
    }

    private void rampUp() {
        BreakerRules rules = fuse.breaker().rules();
        entrance.ramp()
                .start(2 * rules.halfOpenRequests(), now(), rules.rampUp().toNanos());
    }

    private boolean mayTakeCalls() {
        return !mitigations.isPaused(id)
                && keyStop.why() == null
                && health.healthy()
                && fuse.breaker().takesCalls();
    }

    synchronized TargetState state() {
        FailureKind stopped = keyStop.why();
        return new TargetState(
                id,
                fuse.breaker().state(),
                mayTakeCalls(),
                entrance.open(),
                experience.latencyMs(),
                stopped == null ? null : stopped.code(),
                mitigations.isPaused(id),
                health.healthy(),
                entrance.ramp().limit(),
                budget.left(now()));
    }

    /** Runs it on the timer, without the lock. */
    void later(long delayMs, Runnable task) {
        try {
            var unused = around.timer().schedule(task, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The process ends; there is no later.
        }
    }

    private long now() {
        return around.nanoTime().getAsLong();
    }
}
