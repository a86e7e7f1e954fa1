package dev.alize.provider;

import dev.alize.domain.Attempt;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Moderator;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import dev.alize.domain.Target;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Mistral's moderation endpoints over the connections of the calls. So many questions are open at a target, further
 * ones wait in a bounded queue; a question that failed in passing is asked again within its time.
 */
public final class HttpModerator implements Moderator {
    private static final Logger log = LoggerFactory.getLogger(HttpModerator.class);
    private static final long FIRST_PAUSE_MS = 250;
    private static final long WARN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Provider provider;
    private final Function<@Nullable String, Optional<Target>> targets;
    private final QuickResend.Means means;
    private final Map<String, QuestionQueue> queues = new ConcurrentHashMap<>();
    private final AtomicLong warned;

    /** One question that is being asked. */
    private record Asking(
            Question question, Target target, long startNanos, Consumer<Opinion> answer, QuestionQueue queue) {}

    /**
     * @param provider makes the calls; not closed by this
     * @param targets finds a target by its id, or the usual one
     */
    public HttpModerator(
            Provider provider, Function<@Nullable String, Optional<Target>> targets, QuickResend.Means means) {
        this.provider = provider;
        this.targets = targets;
        this.means = means;
        this.warned = new AtomicLong(means.nanoTime().getAsLong() - WARN_NANOS);
    }

    @Override
    public void ask(Question question, Consumer<Opinion> answer) {
        Target target = targets.apply(question.target()).orElse(null);
        if (target == null) {
            give(answer, new Opinion.Missing("no_target"), "none");
            return;
        }
        QuestionQueue queue = queues.computeIfAbsent(target.id(), id -> new QuestionQueue(means.nanoTime()));
        boolean taken = queue.enter(
                question.mostAtOnce(),
                question.timeout(),
                () -> begin(new Asking(question, target, means.nanoTime().getAsLong(), answer, queue)),
                () -> give(answer, new Opinion.Missing("waited_too_long"), target.id()));
        if (!taken) {
            give(answer, new Opinion.Missing("too_many_questions"), target.id());
        }
    }

    private void begin(Asking asking) {
        attempt(asking, 1);
    }

    private void attempt(Asking asking, int number) {
        Question question = asking.question();
        Attempt attempt = new Attempt(
                question.about(),
                number,
                asking.target(),
                ModerationJson.path(question),
                () -> ModerationJson.write(question),
                Duration.ofNanos(Math.max(1_000_000, leftNanos(asking))),
                null);
        try {
            provider.start(attempt, outcome -> ended(asking, number, outcome));
        } catch (RuntimeException e) {
            end(asking, new Opinion.Missing(FailureKind.INTERNAL.code()));
        }
    }

    private void ended(Asking asking, int number, Outcome outcome) {
        switch (outcome) {
            case Outcome.Success success ->
                end(
                        asking,
                        ModerationJson.read(
                                success.body(), asking.question().texts().size()));
            case Outcome.Failure failure -> {
                long pause = pauseMs(number);
                if (failure.kind().retryable() && TimeUnit.MILLISECONDS.toNanos(pause) < leftNanos(asking)) {
                    means.timer().after(pause, () -> attempt(asking, number + 1));
                } else {
                    end(asking, new Opinion.Missing(failure.kind().code()));
                }
            }
        }
    }

    /** Doubles each time, half of it at random. */
    private long pauseMs(int number) {
        long longest = FIRST_PAUSE_MS << Math.min(number - 1, 6);
        return longest / 2 + means.random().applyAsInt((int) (longest / 2));
    }

    private long leftNanos(Asking asking) {
        return asking.question().timeout().toNanos() - (means.nanoTime().getAsLong() - asking.startNanos());
    }

    private void end(Asking asking, Opinion opinion) {
        try {
            give(asking.answer(), opinion, asking.target().id());
        } finally {
            asking.queue().leave();
        }
    }

    private void give(Consumer<Opinion> answer, Opinion opinion, String target) {
        if (opinion instanceof Opinion.Missing missing) {
            warn(target, missing.why());
        }
        try {
            answer.accept(opinion);
        } catch (RuntimeException e) {
            log.atError().addKeyValue("exception", e.getClass().getName()).log("A receiver of opinions failed");
        }
    }

    /** Once a minute: with a provider that is down every question goes this way. */
    private void warn(String target, String why) {
        long now = means.nanoTime().getAsLong();
        long last = warned.get();
        if (now - last >= WARN_NANOS && warned.compareAndSet(last, now)) {
            log.atWarn()
                    .addKeyValue("target", target)
                    .addKeyValue("why", why)
                    .log("External moderation has no opinion; its policy's on_error decides");
        }
    }
}
