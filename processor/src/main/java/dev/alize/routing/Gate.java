package dev.alize.routing;

import dev.alize.domain.Demand;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Quota;
import dev.alize.domain.Secret;
import dev.alize.domain.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls to one target begin, and learns from how they end. Everything that is not volatile is guarded by the gate's
 * own lock; the quota is asked outside of it.
 */
final class Gate {
    private static final double NEWEST_WEIGHS = 0.2;
    private static final int UNHEALTHY_AFTER = 2;
    private static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long FAR_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long KEY_CHECK_MS = 1_000;
    private static final long TRIAL_SPARE_MS = 1_000;
    private static final long SOON_NANOS = 1_000_000;

    private final String id;
    private final Surroundings around;
    private final Changes changes;
    private final RefusedKeys refusedKeys;
    private final Clock clock;
    private final RetryBudget budget;
    private final Ramp ramp = new Ramp();
    private final KeyStop keyStop;

    private Quota quota;
    private Breaker breaker;
    private Mitigations mitigations;
    private int known;
    private int open;
    private boolean somebodyWaits;
    private int failedProbes;
    private boolean healthy = true;

    private volatile RoutedTarget routed;
    private volatile Target effective;
    private volatile boolean takesCalls = true;
    private volatile long opensAtNanos = Long.MAX_VALUE;
    private volatile double latencyMs = Double.NaN;
    private volatile long begunNanos;
    private volatile boolean begun;
    private volatile long answeredNanos;
    private volatile boolean answered;
    private volatile long spentUntilNanos;
    private volatile boolean spent;

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
        clock = new NanoClock(around.nanoTime());
        budget = new RetryBudget(rules.retry().budget(), around.nanoTime().getAsLong());
        keyStop = new KeyStop(id, routed.target().key(), around);
        mitigations = Mitigations.NONE;
        effective = routed.target();
        quota = around.quotas().apply(routed.quotaGroup());
        breaker = new Breaker(id, rules.breaker(), clock, 0);
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
        return opensAtNanos;
    }

    double latencyMs() {
        return latencyMs;
    }

    /** Whether a call began since then. */
    boolean begunSince(long nanos) {
        return begun && begunNanos - nanos >= 0;
    }

    boolean answeredLately(long nowNanos) {
        return answered && nowNanos - answeredNanos <= LATELY_NANOS;
    }

    boolean takeRetry(long nowNanos) {
        return budget.take(nowNanos);
    }

    /** {@link Long#MAX_VALUE} where its quota was spent for long when it was last asked. */
    long waitMs(int ahead, long nowNanos) {
        if (isSpent(nowNanos)) {
            return Long.MAX_VALUE;
        }
        Quota current;
        synchronized (this) {
            current = quota;
        }
        return current.waitMs(ahead, nowNanos);
    }

    /** Whether a call may begin here. */
    sealed interface Entry {
        record Begun(OpenPass pass) implements Entry {}

        /** Not yet: the request waits for this target. */
        record Wait(long atNanos) implements Entry {}

        /** Not for long: the request goes to another target where it can. */
        record Spent(long atNanos) implements Entry {}
    }

    private boolean isSpent(long nowNanos) {
        return spent && (spentUntilNanos == Long.MAX_VALUE || spentUntilNanos - nowNanos > 0);
    }

    Entry admit(Demand demand, long nowNanos) {
        OpenPass pass;
        Quota asked;
        synchronized (this) {
            long waitUntil = roomAt(nowNanos);
            if (waitUntil != nowNanos) {
                somebodyWaits = true;
                return new Entry.Wait(waitUntil);
            }
            if (!mayTakeCalls() || !breaker.tryAcquire()) {
                // It changed since the route was looked at; the next look skips it.
                return new Entry.Wait(nowNanos + SOON_NANOS);
            }
            pass = enter(demand);
            asked = quota;
        }
        return reserve(pass, asked, demand, nowNanos);
    }

    private Entry reserve(OpenPass pass, Quota asked, Demand demand, long nowNanos) {
        boolean taken = false;
        try {
            switch (asked.reserve(demand.promptTokens(), demand.maxTokens(), nowNanos)) {
                case Quota.Answer.Later later -> {
                    return later(later, nowNanos);
                }
                case Quota.Answer.Taken room -> {
                    taken = true;
                    spent = false;
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

    private Entry later(Quota.Answer.Later later, long nowNanos) {
        boolean far = later.spent() || later.atNanos() - nowNanos >= FAR_NANOS;
        spentUntilNanos = later.atNanos();
        spent = far;
        return far ? new Entry.Spent(later.atNanos()) : new Entry.Wait(later.atNanos());
    }

    /** When there may be room for one more call: now, or later. */
    private long roomAt(long nowNanos) {
        Integer controlled = mitigations.maxConcurrencyOf(id);
        Integer configured = routed.maxConcurrency();
        if (controlled != null && open >= controlled || configured != null && open >= configured) {
            return Long.MAX_VALUE;
        }
        return ramp.allows(nowNanos) ? nowNanos : ramp.endNanos();
    }

    private OpenPass enter(Demand demand) {
        open++;
        boolean trial = breaker.state() == BreakerState.HALF_OPEN;
        return new OpenPass(
                this,
                effective,
                new OpenPass.Marks(breaker.period(), trial, ramp.entered(), demand.retried(), keyStop.fingerprint()));
    }

    private void began(OpenPass pass, Demand demand, long nowNanos) {
        begunNanos = nowNanos;
        begun = true;
        if (!demand.retried()) {
            budget.firstAttempt();
        }
        if (pass.isTrial()) {
            synchronized (this) {
                publish();
            }
        }
    }

    void ended(OpenPass pass, Outcome outcome) {
        boolean refused;
        synchronized (this) {
            leave(pass);
            judge(pass, outcome);
            refused = outcome instanceof Outcome.Failure failure && refuse(pass, failure.kind());
            publish();
        }
        if (refused) {
            refusedKeys.refused(pass.target(), pass.marks().key());
        }
    }

    private void judge(OpenPass pass, Outcome outcome) {
        OpenPass.Marks marks = pass.marks();
        long durationMs = outcome.facts().durationMs();
        switch (Evidence.of(outcome, pass.target().timeout(), latencyMs)) {
            case NONE -> breaker.released(marks.period());
            case WELL -> {
                breaker.ended(marks.period(), true, marks.retried(), durationMs);
                ramp.succeeded();
                answeredNanos = now();
                answered = true;
            }
            case ILL -> {
                breaker.ended(marks.period(), false, marks.retried(), durationMs);
                ramp.failed();
            }
        }
        if (outcome instanceof Outcome.Success) {
            latencyMs = Double.isNaN(latencyMs) ? durationMs : latencyMs + NEWEST_WEIGHS * (durationMs - latencyMs);
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
            leave(pass);
            breaker.released(pass.marks().period());
            publish();
        }
    }

    private void leave(OpenPass pass) {
        open--;
        ramp.left(pass.marks().ramp());
        if (somebodyWaits) {
            somebodyWaits = false;
            changes.tell();
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
        Quota renewed;
        synchronized (this) {
            if (!keyStop.isOn(stop)) {
                return;
            }
            if (!keyStop.checked(read)) {
                checkKeyLater(KEY_CHECK_MS);
                return;
            }
            publish();
            renewed = quota;
        }
        renewed.keyChanged();
    }

    synchronized void probed(ProbeResult result) {
        switch (result) {
            case ANSWERED -> answeredProbe();
            case FAILED -> {
                failedProbes++;
                if (failedProbes >= UNHEALTHY_AFTER && healthy) {
                    healthy = false;
                    around.events().happened("probe", id, "unhealthy", Map.of());
                }
            }
            case REFUSED -> {
                becomeHealthy();
                stop(FailureKind.UNAUTHORIZED);
            }
        }
        publish();
    }

    private void answeredProbe() {
        becomeHealthy();
        if (keyStop.why() == FailureKind.UNAUTHORIZED) {
            // A probe tells nothing about the right to a model, so it does not lift the other kinds.
            keyStop.end("probe answered");
        }
        if (breaker.state() == BreakerState.OPEN) {
            breaker.halfOpen();
        }
    }

    private void becomeHealthy() {
        failedProbes = 0;
        if (!healthy) {
            healthy = true;
            rampUp();
            around.events().happened("probe", id, "healthy", Map.of());
        }
    }

    /** Whether a probe should look soon. */
    synchronized boolean needsProbe() {
        return breaker.state() == BreakerState.OPEN || keyStop.why() != null || !healthy;
    }

    synchronized Duration recoveryTimeout() {
        return breaker.rules().recoveryTimeout();
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
        Quota renewed;
        boolean stopped;
        synchronized (this) {
            stopped = keyStop.why() != null;
            keyStop.follow(newer.target().key(), key);
            adopt(newer, rules);
            renewed = quota;
        }
        if (stopped) {
            renewed.keyChanged();
        }
    }

    private void adopt(RoutedTarget newer, RoutingRules rules) {
        routed = newer;
        effective = effective();
        quota = around.quotas().apply(newer.quotaGroup());
        budget.follow(rules.retry().budget());
        if (!breaker.rules().equals(rules.breaker())) {
            boolean closed = breaker.state() == BreakerState.CLOSED;
            breaker = new Breaker(id, rules.breaker(), clock, breaker.period() + 1);
            if (closed) {
                known = breaker.period();
            } else if (rules.breaker().enabled()) {
                breaker.open();
            }
        }
        publish();
    }

    private Target effective() {
        Target target = routed.target();
        Duration timeout = mitigations.timeoutOf(id);
        return timeout == null ? target : target.within(timeout);
    }

    /** Lets trials begin where the breaker has been open for long enough. */
    void awaken(long nowNanos) {
        synchronized (this) {
            if (breaker.state() == BreakerState.OPEN && nowNanos - opensAtNanos >= 0) {
                breaker.halfOpen();
                publish();
            }
        }
    }

    /** Trials that hang must not keep the others waiting: where all are given and none has decided, new ones begin. */
    private synchronized void renewTrials(int period) {
        if (breaker.state() != BreakerState.HALF_OPEN || breaker.period() != period) {
            return;
        }
        if (breaker.takesCalls()) {
            renewLater(period);
        } else {
            breaker.halfOpen();
            publish();
        }
    }

    private void renewLater(int period) {
        later(effective.timeout().toMillis() + TRIAL_SPARE_MS, () -> renewTrials(period));
    }

    /** Says what has changed; the last step of everything that may change something. */
    private void publish() {
        if (breaker.period() != known) {
            known = breaker.period();
            breakerChanged();
        }
        boolean now = mayTakeCalls();
        if (now != takesCalls) {
            takesCalls = now;
            changes.rose();
        }
    }

    private void breakerChanged() {
        BreakerState state = breaker.state();
        around.events().happened("breaker", id, state.code(), Map.of());
        opensAtNanos = Long.MAX_VALUE;
        switch (state) {
            case CLOSED -> rampUp();
            case OPEN -> {
                long waitMs = breaker.rules().recoveryTimeout().toMillis();
                opensAtNanos = now() + TimeUnit.MILLISECONDS.toNanos(waitMs);
                later(waitMs, () -> awaken(now()));
            }
            case HALF_OPEN -> renewLater(breaker.period());
        }
    }

    private void rampUp() {
        BreakerRules rules = breaker.rules();
        ramp.start(2 * rules.halfOpenRequests(), now(), rules.rampUp().toNanos());
    }

    private boolean mayTakeCalls() {
        return !mitigations.isPaused(id) && keyStop.why() == null && healthy && breaker.takesCalls();
    }

    synchronized TargetState state() {
        FailureKind stopped = keyStop.why();
        return new TargetState(
                id,
                breaker.state(),
                mayTakeCalls(),
                open,
                latencyMs,
                stopped == null ? null : stopped.code(),
                mitigations.isPaused(id),
                healthy,
                ramp.limit(),
                budget.left(now()));
    }

    private void later(long delayMs, Runnable task) {
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
