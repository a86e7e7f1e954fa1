package dev.alize.gateway;

import dev.alize.domain.CallFacts;
import dev.alize.domain.Direction;
import dev.alize.domain.EngineObserver;
import dev.alize.domain.Target;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Tells one observer everything, and then another one. */
record BothObservers(EngineObserver one, EngineObserver other) implements EngineObserver {
    @Override
    public void answered(String status, String kind, long totalMs) {
        one.answered(status, kind, totalMs);
        other.answered(status, kind, totalMs);
    }

    @Override
    public void attempted(
            Target target,
            String model,
            String outcome,
            CallFacts facts,
            OptionalLong prompt,
            OptionalLong completion) {
        one.attempted(target, model, outcome, facts, prompt, completion);
        other.attempted(target, model, outcome, facts, prompt, completion);
    }

    @Override
    public void billed(Target target, String model, String outcome, double usd) {
        one.billed(target, model, outcome, usd);
        other.billed(target, model, outcome, usd);
    }

    @Override
    public void goesOn(String how, String target, String kind) {
        one.goesOn(how, target, kind);
        other.goesOn(how, target, kind);
    }

    @Override
    public void happened(String kind, @Nullable String target, String reason) {
        one.happened(kind, target, reason);
        other.happened(kind, target, reason);
    }

    @Override
    public void judged(String policy, Direction direction, String verdict, long nanos) {
        one.judged(policy, direction, verdict, nanos);
        other.judged(policy, direction, verdict, nanos);
    }

    @Override
    public void staged(String stage, boolean look, long nanos) {
        one.staged(stage, look, nanos);
        other.staged(stage, look, nanos);
    }

    @Override
    public void redispatched() {
        one.redispatched();
        other.redispatched();
    }

    @Override
    public void repeated() {
        one.repeated();
        other.repeated();
    }

    @Override
    public void deadLettered(String kind) {
        one.deadLettered(kind);
        other.deadLettered(kind);
    }

    @Override
    public void evicted() {
        one.evicted();
        other.evicted();
    }

    @Override
    public void drained(int results, long oldestWaitedNanos) {
        one.drained(results, oldestWaitedNanos);
        other.drained(results, oldestWaitedNanos);
    }

    @Override
    public void recalled(String how) {
        one.recalled(how);
        other.recalled(how);
    }

    @Override
    public void chunkWritten(int deltas) {
        one.chunkWritten(deltas);
        other.chunkWritten(deltas);
    }
}
