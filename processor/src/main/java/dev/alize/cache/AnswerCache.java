package dev.alize.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Answers of this process and of others, by question, within a bound of bytes; where they are too many, those that are
 * rarely asked for leave. Thread-safe; nothing blocks.
 */
public final class AnswerCache {
    /** What an entry takes beside its bytes: question, record, nodes of the map and of its queues; about. */
    static final int OVERHEAD = 300;

    private final InstantSource clock;
    private final Cache<Question, KeptAnswer> answers;
    private final Flights flights = new Flights();
    private volatile CacheRules rules;

    /** @param clock says when an answer is too old to be kept any longer */
    public AnswerCache(CacheRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(rules.maxBytes())
                .weigher((Question question, KeptAnswer answer) -> weight(answer))
                .expireAfter(Expiry.writing((Question question, KeptAnswer answer) -> left(answer)))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    private static int weight(KeptAnswer answer) {
        return answer.value().length + OVERHEAD;
    }

    private Duration left(KeptAnswer answer) {
        return Duration.ofMillis(Math.max(0, answer.at() + rules.longestMs() - clock.millis()));
    }

    /** Who waits for an answer that is on its way. */
    public Flights flights() {
        return flights;
    }

    public CacheRules rules() {
        return rules;
    }

    /** From now on. What was kept under other rules stays as long as those said, but is found only within the new ones. */
    public void follow(CacheRules newRules) {
        rules = newRules;
        answers.policy().eviction().ifPresent(bound -> bound.setMaximum(newRules.maxBytes()));
    }

    /** Keeps an answer, unless a newer one to the same question is there, it is too old or too large. */
    public void keep(Question question, KeptAnswer answer) {
        CacheRules now = rules;
        if (answer.value().length > now.maxEntryBytes() || answer.at() + now.longestMs() <= clock.millis()) {
            return;
        }
        answers.asMap().merge(question, answer, (old, added) -> added.at() >= old.at() ? added : old);
    }

    /** An answer that is as good as a new one. */
    public Optional<KeptAnswer> fresh(Question question, long nowMs) {
        return younger(question, rules.ttlMs(), nowMs);
    }

    /** An answer that is better than none. */
    public Optional<KeptAnswer> stale(Question question, long nowMs) {
        return younger(question, rules.staleMs(), nowMs);
    }

    private Optional<KeptAnswer> younger(Question question, long ageMs, long nowMs) {
        return Optional.ofNullable(answers.getIfPresent(question)).filter(answer -> answer.at() + ageMs > nowMs);
    }

    public void forget(Question question) {
        answers.invalidate(question);
    }

    /** Bytes that the answers take, about. */
    public long bytes() {
        return answers.policy()
                .eviction()
                .map(bound -> bound.weightedSize().orElse(0))
                .orElse(0L);
    }
}
