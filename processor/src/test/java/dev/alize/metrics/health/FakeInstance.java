package dev.alize.metrics.health;

import dev.alize.domain.QuotaState;
import dev.alize.domain.TargetState;
import java.time.Duration;
import java.util.List;

/** An instance whose state a test sets. */
public final class FakeInstance implements Instance, Levels {
    public volatile InstanceState state = InstanceState.RUNNING;
    public volatile String configuration = "v1";
    public volatile List<ThreadPulse> threads = List.of(new ThreadPulse("t-1", 5_000_000, 40_000_000, 20_000_000));

    public volatile List<KnownTarget> targets =
            List.of(new KnownTarget("large", "mistral"), new KnownTarget("spare", "openai"));
    public volatile long nextExpiry = Long.MAX_VALUE;
    public volatile List<TargetState> states = List.of();
    public volatile List<QuotaState> quotas = List.of();

    @Override
    public String name() {
        return "one";
    }

    @Override
    public String configuration() {
        return configuration;
    }

    @Override
    public InstanceState state() {
        return state;
    }

    @Override
    public Levels levels() {
        return this;
    }

    @Override
    public List<ThreadPulse> threads() {
        return threads;
    }

    @Override
    public List<KnownTarget> targets() {
        return targets;
    }

    @Override
    public List<TargetState> targetStates() {
        return states;
    }

    @Override
    public List<QuotaState> quotas() {
        return quotas;
    }

    @Override
    public long lostProcessEvents() {
        return 2;
    }

    @Override
    public long delayed() {
        return 4;
    }

    @Override
    public Duration transactionTimeout() {
        return Duration.ofSeconds(15);
    }

    @Override
    public Duration pollTimeout() {
        return Duration.ofSeconds(120);
    }

    @Override
    public long openCalls() {
        return 7;
    }

    @Override
    public long maxOpenCalls() {
        return 100;
    }

    @Override
    public long openBytes() {
        return 7_000;
    }

    @Override
    public long maxOpenBytes() {
        return 1_000_000;
    }

    @Override
    public long waiting() {
        return 2;
    }

    @Override
    public long held() {
        return 3;
    }

    @Override
    public long parked() {
        return 1;
    }

    @Override
    public long waitingTokens() {
        return 9_000;
    }

    @Override
    public long nextExpiry() {
        return nextExpiry;
    }

    @Override
    public long cachedBytes() {
        return 5_000;
    }

    @Override
    public boolean intakeOpen() {
        return true;
    }
}
