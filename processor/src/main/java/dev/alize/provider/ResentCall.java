package dev.alize.provider;

import dev.alize.domain.Attempt;
import dev.alize.domain.CallFacts;
import dev.alize.domain.EventSink;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that may be made up to three times. One call is open at a time; its outcome either starts the next or ends
 * them all. The lock guards what a cancel from another thread meets.
 */
final class ResentCall implements Provider.Call {
    private static final Logger LOG = LoggerFactory.getLogger(ResentCall.class);
    private static final int MOST_RESENDS = 2;
    /** A connection that breaks later broke during the provider's work, which may be billed and is worth a real retry. */
    private static final long EARLY_MS = 1_000;
    /** Long enough for a server behind a load balancer to be replaced, short enough not to be noticed. */
    private static final int LEAST_PAUSE_MS = 50;

    private static final int MOST_PAUSE_MS = 250;

    private final Provider provider;
    private final QuickResend.Means means;
    private final Attempt attempt;
    private final Consumer<Outcome> done;
    private final long startedNanos;

    private final Object lock = new Object();
    private boolean cancelled;
    private int resends;
    private Provider.@Nullable Call open;
    private volatile boolean heard;
    private volatile byte @Nullable [] body;
    private volatile long startedAt;

    ResentCall(Provider provider, QuickResend.Means means, Attempt attempt, Consumer<Outcome> done) {
        this.provider = provider;
        this.means = means;
        this.attempt = attempt;
        this.done = done;
        this.startedNanos = means.nanoTime().getAsLong();
    }

    void begin() {
        start(0, attempt.timeout());
    }

    private void start(int number, Duration left) {
        Provider.Call started = provider.start(within(left), outcome -> ended(number, outcome));
        boolean late;
        synchronized (lock) {
            late = cancelled;
            if (number == resends) {
                open = started;
            }
        }
        if (late) {
            started.cancel();
        }
    }

    private Attempt within(Duration left) {
        EventSink events = attempt.events();
        return new Attempt(
                attempt.identity(),
                attempt.number(),
                attempt.target(),
                attempt.path(),
                this::body,
                left,
                events == null
                        ? null
                        : data -> {
                            heard = true;
                            return events.accept(data);
                        });
    }

    /** The body is made once, as the attempt says. */
    private byte[] body() {
        byte[] made = body;
        if (made == null) {
            made = attempt.body().get();
            body = made;
        }
        return made;
    }

    private void ended(int number, Outcome outcome) {
        if (number == 0) {
            startedAt = outcome.facts().startedAt();
        }
        long pause = LEAST_PAUSE_MS + means.random().applyAsInt(MOST_PAUSE_MS - LEAST_PAUSE_MS + 1);
        boolean again = mayResend(number, outcome) && leftMs() > pause;
        synchronized (lock) {
            if (cancelled) {
                return;
            }
            resends = again ? number + 1 : number;
        }
        if (again) {
            means.timer().after(pause, () -> resend(number + 1, outcome));
        } else {
            done.accept(withFacts(number, outcome));
        }
    }

    private boolean mayResend(int number, Outcome outcome) {
        return number < MOST_RESENDS
                && !heard
                && outcome instanceof Outcome.Failure failure
                && (failure.kind() == FailureKind.CONNECT_FAILED || failure.kind() == FailureKind.CONNECTION_LOST)
                && failure.facts().durationMs() < EARLY_MS;
    }

    private void resend(int number, Outcome before) {
        synchronized (lock) {
            if (cancelled) {
                return;
            }
        }
        long left = leftMs();
        if (left <= 0 || !started(number, Duration.ofMillis(left))) {
            done.accept(withFacts(number - 1, before));
        }
    }

    /** Nobody else would hear of it where a later start fails. */
    private boolean started(int number, Duration left) {
        try {
            start(number, left);
            return true;
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("target", attempt.target().id())
                    .log("a call could not be made again");
            return false;
        }
    }

    private long leftMs() {
        return attempt.timeout().toMillis() - elapsedMs();
    }

    private long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(means.nanoTime().getAsLong() - startedNanos);
    }

    /** Of all calls together: the first one's start, the time since then, and the last answer. */
    private Outcome withFacts(int number, Outcome outcome) {
        if (number == 0) {
            return outcome;
        }
        CallFacts last = outcome.facts();
        CallFacts facts =
                new CallFacts(last.status(), startedAt, elapsedMs(), last.correlationId(), last.limits(), number);
        return switch (outcome) {
            case Outcome.Success success -> new Outcome.Success(success.body(), facts);
            case Outcome.Failure failure ->
                new Outcome.Failure(failure.kind(), failure.code(), failure.message(), facts);
        };
    }

    @Override
    public void cancel() {
        Provider.Call call;
        synchronized (lock) {
            cancelled = true;
            call = open;
        }
        if (call != null) {
            call.cancel();
        }
    }
}
