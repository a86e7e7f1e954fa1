package dev.alize.routing;

import dev.alize.domain.Demand;
import dev.alize.domain.Quota;
import java.util.concurrent.TimeUnit;

/** The quota of a target, and what it said last. Thread-safe; the quota is asked without the gate's lock. */
final class QuotaDoor {
    /** Whoever has no quota for so long is passed over. */
    private static final long FAR_NANOS = TimeUnit.SECONDS.toNanos(60);

    private volatile Quota quota;
    private volatile long spentUntilNanos;
    private volatile boolean spent;

    QuotaDoor(Quota quota) {
        this.quota = quota;
    }

    void follow(Quota newer) {
        quota = newer;
    }

    void keyChanged() {
        quota.keyChanged();
    }

    Quota.Answer ask(Demand demand, long nowNanos) {
        Quota.Answer answer = quota.reserve(demand.promptTokens(), demand.maxTokens(), nowNanos);
        switch (answer) {
            case Quota.Answer.Taken taken -> spent = false;
            case Quota.Answer.Later later -> {
                spentUntilNanos = later.atNanos();
                spent = isFar(later, nowNanos);
            }
        }
        return answer;
    }

    static boolean isFar(Quota.Answer.Later later, long nowNanos) {
        return later.spent() || later.atNanos() - nowNanos >= FAR_NANOS;
    }

    /** {@link Long#MAX_VALUE} where it was spent for long when it was last asked. */
    long waitMs(int ahead, long nowNanos) {
        boolean stillSpent = spent && (spentUntilNanos == Long.MAX_VALUE || spentUntilNanos - nowNanos > 0);
        return stillSpent ? Long.MAX_VALUE : quota.waitMs(ahead, nowNanos);
    }
}
