package dev.alize.pacing;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Quota;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One quota group. Thread-safe by one short lock; events and listeners are told outside it.
 *
 * <p>A call is let through when every window has room. Requests are counted when the call begins; tokens are estimated
 * then, and put right when it ends.
 */
final class Group implements Quota {
    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(250);
    /** Who had to wait within this time wants all it can get. */
    private static final long WAITED_LATELY = TimeUnit.MILLISECONDS.toNanos(600);
    /** Room to grow for who does not wait, as a factor of what it uses. */
    private static final double HEADROOM = 1.2;

    /** Before the first answer nothing is known of the limits that are not configured: it begins with so many calls. */
    private static final int OPEN_AT_FIRST = 16;

    /** For so long; then as many calls more may be open as there were, and so on, until an answer comes. */
    private static final long DOUBLING = TimeUnit.MILLISECONDS.toNanos(250);

    private static final int MOST_DOUBLINGS = 20;

    private final String name;
    private final Share share;
    private final Surroundings surroundings;
    private final Runnable changed;
    private final Meters meters;
    private final Pause pause = new Pause();
    private final CallHabits calls = new CallHabits();
    private final List<Runnable> tell = new ArrayList<>();

    private boolean stopped;
    private boolean waited;
    private long waitedAt;
    private long refused;
    private boolean answered;
    private long firstAt;
    private int open;

    /** @param changed told when a call may begin earlier than was said */
    Group(String name, Share share, Surroundings surroundings, Runnable changed) {
        this.name = name;
        this.share = share;
        this.surroundings = surroundings;
        this.changed = changed;
        meters = new Meters(calls, surroundings.jitter().toNanos());
    }

    @Override
    public synchronized Answer reserve(long promptTokens, @Nullable Long maxTokens, long nowNanos) {
        long readyAt = readyAt(nowNanos);
        if (readyAt > nowNanos) {
            waited = true;
            waitedAt = nowNanos;
            return new Answer.Later(readyAt, isSpent(nowNanos));
        }
        open++;
        double tokens = calls.tokens(promptTokens, maxTokens);
        for (Meter meter : meters.all()) {
            meter.take(meter.kind() == Kind.REQUESTS ? 1 : tokens, nowNanos);
            if (meter.kind() == Kind.REQUESTS) {
                meter.count(1, 0, nowNanos);
            }
        }
        return new Answer.Taken(new Held(promptTokens, tokens, nowNanos, meters.all()));
    }

    private long readyAt(long nowNanos) {
        if (stopped) {
            return Long.MAX_VALUE;
        }
        if (!answered && open >= openAtFirst(nowNanos) && meters.all().length == 0) {
            return nowNanos + DOUBLING;
        }
        double part = share.at(nowNanos);
        long readyAt = pause.until(nowNanos);
        for (Meter meter : meters.all()) {
            meter.turn(nowNanos, part, pause.factor(nowNanos));
            readyAt = Math.max(readyAt, meter.readyAt(nowNanos));
        }
        // A share may also come back without anybody telling, such as when a thread polls again.
        return readyAt == Long.MAX_VALUE ? nowNanos + LOOK_AGAIN : readyAt;
    }

    /** Whether it has no quota for a minute or more altogether. */
    private boolean isSpent(long nowNanos) {
        boolean spent = stopped || pause.isLong(nowNanos);
        for (Meter meter : meters.all()) {
            spent |= meter.usedUp();
        }
        return spent;
    }

    private int openAtFirst(long nowNanos) {
        if (open == 0) {
            firstAt = nowNanos;
        }
        return OPEN_AT_FIRST << Math.clamp((nowNanos - firstAt) / DOUBLING, 0, MOST_DOUBLINGS);
    }

    @Override
    public synchronized long waitMs(int ahead, long nowNanos) {
        if (stopped) {
            return Long.MAX_VALUE;
        }
        double part = share.at(nowNanos);
        double likely = share.likely(nowNanos);
        double wait = 0;
        for (Meter meter : meters.all()) {
            meter.turn(nowNanos, part, pause.factor(nowNanos));
            wait = Math.max(wait, meter.waitNanos(ahead, likely));
        }
        return (long) ((wait + pause.until(nowNanos) - nowNanos) / 1e6);
    }

    /** Follows another configuration. */
    void follow(List<Window> configured) {
        synchronized (this) {
            meters.follow(configured, now());
            if (!configured.isEmpty() && configured.stream().allMatch(window -> window.limit() > 0)) {
                stopped = false;
            }
            if (configured.stream().anyMatch(window -> window.limit() == 0)) {
                stop("limit_0");
            }
            tell.add(changed);
        }
        tell();
    }

    /** A limit of 0 that is configured stays in force: it is not the key's. */
    @Override
    public void keyChanged() {
        boolean held;
        synchronized (this) {
            boolean configured = Arrays.stream(meters.all()).anyMatch(meter -> meter.limit() == 0);
            held = !configured && (stopped || pause.until(now()) > now());
        }
        if (held) {
            resume();
        }
    }

    /** Ends a pause or a stop by hand. */
    void resume() {
        synchronized (this) {
            stopped = false;
            pause.end();
            happened("resumed", Map.of());
            tell.add(changed);
        }
        tell();
    }

    /** Part of the group's limits that this instance could make use of. */
    synchronized double wanted(long nowNanos) {
        if (waited && nowNanos - waitedAt < WAITED_LATELY) {
            return 1;
        }
        double most = 0;
        for (Meter meter : meters.all()) {
            most = meter.paced() ? Math.max(most, meter.recentUse(nowNanos)) : most;
        }
        return Math.min(1, HEADROOM * most);
    }

    synchronized GroupState state() {
        long nowNanos = now();
        List<GroupState.WindowState> windows = new ArrayList<>();
        for (Meter meter : meters.all()) {
            windows.add(new GroupState.WindowState(
                    meter.kind(),
                    Duration.ofNanos(meter.lengthNanos()),
                    meter.limit(),
                    meter.used(nowNanos),
                    meter.remaining()));
        }
        long paused = pause.until(nowNanos) - nowNanos;
        return new GroupState(name, share.at(nowNanos), paused, stopped, refused, windows);
    }

    private long now() {
        return surroundings.nanoTime().getAsLong();
    }

    /** Reads what the answer says of the limits. */
    private void read(LimitHeaders headers, Outcome outcome, long nowNanos) {
        for (LimitHeader header : headers.windows()) {
            if (header.limit() == 0 && outcome instanceof Outcome.Success) {
                continue;
            }
            int before = meters.all().length;
            Meter meter = meters.of(header, nowNanos);
            if (meter == null) {
                continue;
            }
            if (header.remaining() >= 0) {
                meter.sawRemaining(header.remaining(), nowNanos);
            }
            adjust(meter, header, meters.all().length > before);
        }
    }

    private void adjust(Meter meter, LimitHeader header, boolean learned) {
        if (header.limit() <= 0) {
            return;
        }
        long limit = meters.inForce(meter, header.limit());
        if (learned || limit != meter.limit()) {
            happened("limit", Map.of("window", Meters.name(meter), "limit", Long.toString(limit)));
            if (limit > meter.limit()) {
                tell.add(changed);
            }
            meter.limit(limit);
        }
    }

    private void failed(Outcome.Failure failure, LimitHeaders headers, Held held, long nowNanos) {
        boolean limitsOfZero = headers.windows().stream().anyMatch(header -> header.limit() == 0);
        if (failure.kind() == FailureKind.NOT_ENTITLED) {
            stop("not_entitled");
        } else if (failure.kind() == FailureKind.RATE_LIMITED) {
            refused++;
            if (limitsOfZero) {
                stop("limit_0");
            } else {
                refuse(headers, held, nowNanos);
            }
        }
    }

    private void refuse(LimitHeaders headers, Held held, long nowNanos) {
        long window = exhausted(headers, nowNanos);
        if (pause.refused(held.startedAt, nowNanos, headers.retryAfterNanos(), window)) {
            long waitMs = TimeUnit.NANOSECONDS.toMillis(pause.until(nowNanos) - nowNanos);
            happened("paused", Map.of("for_ms", Long.toString(waitMs)));
        }
    }

    /** The window that a 429 names, else the shortest one: it is free again soonest. Nanoseconds. */
    private long exhausted(LimitHeaders headers, long nowNanos) {
        long named = 0;
        for (LimitHeader header : headers.windows()) {
            Meter meter = meters.of(header, nowNanos);
            if (meter != null && (header.remaining() == 0 || headers.windows().size() == 1)) {
                named = Math.max(named, meter.lengthNanos());
            }
        }
        long shortest = TimeUnit.MINUTES.toNanos(1);
        for (Meter meter : meters.all()) {
            shortest = Math.min(shortest, meter.lengthNanos());
        }
        return named > 0 ? named : shortest;
    }

    private void stop(String why) {
        if (!stopped) {
            stopped = true;
            happened("stopped", Map.of("why", why));
        }
    }

    private void happened(String reason, Map<String, String> details) {
        Map<String, String> all = new HashMap<>(details);
        all.put("group", name);
        tell.add(() -> surroundings.events().happened("pacing", null, reason, all));
    }

    private void tell() {
        List<Runnable> now;
        synchronized (this) {
            if (tell.isEmpty()) {
                return;
            }
            now = List.copyOf(tell);
            tell.clear();
        }
        now.forEach(Runnable::run);
    }

    private final class Held implements Reservation {
        private final long promptTokens;
        private final double tokens;
        private final long startedAt;
        private final Meter[] from;
        private boolean over;

        private Held(long promptTokens, double tokens, long startedAt, Meter[] from) {
            this.promptTokens = promptTokens;
            this.tokens = tokens;
            this.startedAt = startedAt;
            this.from = from;
        }

        @Override
        public void ended(Outcome outcome, OptionalLong reported) {
            LimitHeaders headers = LimitHeaders.of(outcome.facts().limits(), surroundings.wallClock());
            synchronized (Group.this) {
                if (over) {
                    return;
                }
                over = true;
                long nowNanos = now();
                answered = true;
                settle(Cost.of(outcome, headers, reported), nowNanos);
                read(headers, outcome, nowNanos);
                switch (outcome) {
                    case Outcome.Success success ->
                        answered(
                                headers,
                                TimeUnit.MILLISECONDS.toNanos(success.facts().durationMs()),
                                nowNanos);
                    case Outcome.Failure failure -> failed(failure, headers, this, nowNanos);
                }
            }
            tell();
        }

        private void answered(LimitHeaders headers, long took, long nowNanos) {
            calls.lasted(nowNanos - startedAt);
            if (took > 0) {
                calls.late(Math.max(0, nowNanos - startedAt - took));
            }
            if (stopped && headers.windows().stream().anyMatch(header -> header.limit() > 0)) {
                stopped = false;
                happened("resumed", Map.of());
                tell.add(changed);
            }
        }

        @Override
        public void cancelled() {
            end(new Cost.PromptOnly());
        }

        @Override
        public void unused() {
            end(new Cost.Nothing());
        }

        private void end(Cost cost) {
            synchronized (Group.this) {
                if (!over) {
                    over = true;
                    settle(cost, now());
                }
            }
        }

        private void settle(Cost cost, long nowNanos) {
            double actual = switch (cost) {
                case Cost.Known known -> known.tokens();
                case Cost.AsReserved asReserved -> tokens;
                case Cost.PromptOnly promptOnly -> Math.min(promptTokens, tokens);
                case Cost.RequestOnly requestOnly -> 0;
                case Cost.Nothing nothing -> 0;
            };
            if (cost instanceof Cost.Known known && known.typical()) {
                calls.took(promptTokens, known.tokens());
            }
            open--;
            double requests = cost instanceof Cost.Nothing ? 0 : 1;
            for (Meter meter : from) {
                boolean counts = meter.kind() == Kind.TOKENS;
                meter.correct(counts ? actual - tokens : requests - 1);
                meter.count(counts ? actual : requests - 1, counts ? tokens : 0, nowNanos);
            }
        }
    }
}
