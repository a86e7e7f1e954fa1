package dev.alize.bench;

import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An audit trail as a gateway of three instances would have written it: an evening's calls to two targets, with an
 * outage of the first one in the middle and a used-up quota later. The same seed tells the same story.
 */
public final class TrailStory {
    private static final String MAIN = "mistral-large";
    private static final String SPARE = "mistral-small";
    private static final int INSTANCES = 3;
    private static final int TENANTS = 40;
    private static final long MINUTE_LIMIT = 2_000_000;
    private static final double NANO_FREE = 1e-6;

    private final Instant from;
    private final double length;
    private final long requests;
    private final Random random;
    private final Teller teller;
    private final PriorityQueue<Told> pending =
            new PriorityQueue<>(Comparator.comparing(Told::at).thenComparing(Told::number));
    private long made;
    private long told;

    /** Takes events in the order of their times. */
    @FunctionalInterface
    public interface Teller {
        /** @param key of the record: the request, or the instance */
        void tell(String key, AuditEvent event);
    }

    private record Told(Instant at, long number, String key, AuditEvent event) {}

    /**
     * @param events how many, about; at least 100
     * @param millis how long it lasts; what would happen later is left out
     */
    public TrailStory(Instant from, long millis, long events, long seed, Teller teller) {
        this.from = from;
        this.length = millis;
        this.requests = Math.max(20, Math.round(events / 3.15));
        this.random = new Random(seed);
        this.teller = teller;
    }

    /** @return how many events there were */
    public long tell() {
        course();
        for (long i = 0; i < requests; i++) {
            double share = (i + random.nextDouble()) / requests;
            flush(at(share, 0));
            request(i, share);
        }
        flush(from.plusMillis((long) length));
        return told;
    }

    private void flush(Instant until) {
        while (!pending.isEmpty() && pending.peek().at().isBefore(until)) {
            Told next = pending.remove();
            teller.tell(next.key(), next.event());
            told++;
        }
    }

    private Instant at(double share, long laterMillis) {
        return from.plusMillis((long) (share * length) + laterMillis);
    }

    private static boolean outage(double share) {
        return share >= 0.42 && share < 0.58;
    }

    private static boolean scarce(double share) {
        return share >= 0.74 && share < 0.80;
    }

    /** What happens to the processes. */
    private void course() {
        for (int instance = 1; instance <= INSTANCES; instance++) {
            process(0.02 * instance, "started", null, "", Map.of(), instance);
            process(0.30, "configuration", null, "changed", Map.of(), instance);
            process(0.425 + 0.001 * instance, "breaker", MAIN, "open", Map.of(), instance);
            for (double share = 0.45; share < 0.58; share += 0.03) {
                process(share, "breaker", MAIN, "half_open", Map.of(), instance);
                process(share + 0.003, "breaker", MAIN, "open", Map.of(), instance);
            }
            process(0.582, "breaker", MAIN, "half_open", Map.of(), instance);
            process(0.585 + 0.001 * instance, "breaker", MAIN, "closed", Map.of(), instance);
            process(0.745, "pacing", null, "paused", Map.of("for_ms", "20000"), instance);
            process(0.80, "pacing", null, "resumed", Map.of(), instance);
        }
        process(0.43, "probe", MAIN, "unhealthy", Map.of(), 1);
        process(0.47, "control", MAIN, "avoid", Map.of(), 1);
        process(0.59, "probe", MAIN, "healthy", Map.of(), 1);
        process(0.62, "control", MAIN, "clear", Map.of(), 1);
    }

    private void process(
            double share,
            String kind,
            @Nullable String target,
            String reason,
            Map<String, String> details,
            int instance) {
        AuditEvent event = AuditEvent.newBuilder()
                .setKind(kind)
                .setAt(at(share, instance * 40L))
                .setTarget(target)
                .setReason(reason.isEmpty() ? null : reason)
                .setDetails(details)
                .setConfiguration(share < 0.30 ? "4be1c2a9" : "91d7f003")
                .setInstance("gateway-" + instance)
                .build();
        pending.add(new Told(event.getAt(), made++, event.getInstance(), event));
    }

    private void request(long number, double share) {
        Life life = new Life(number, share);
        life.say("admitted");
        if (random.nextInt(200) == 0) {
            life.later(2).end("blocked", "policy_blocked");
        } else if (random.nextInt(50) == 0) {
            life.later(3).say("cache_hit");
            life.end("completed", null);
        } else {
            life.call(outage(share), scarce(share));
        }
    }

    /** One request, from its admission on. */
    private final class Life {
        private final String id;
        private final int tenant;
        private final double share;
        private final int instance = 1 + random.nextInt(INSTANCES);
        private long passed;
        private int attempts;

        Life(long number, double share) {
            this.id = "r-" + Long.toString(number, 36);
            this.tenant = (int) Math.floor(TENANTS * Math.pow(random.nextDouble(), 2));
            this.share = share;
        }

        Life later(long millis) {
            passed += millis;
            return this;
        }

        void call(boolean outage, boolean scarce) {
            if (outage && random.nextInt(10) < 8) {
                fail();
            } else if (scarce && random.nextInt(10) < 3) {
                attempt(MAIN, "rate_limited", 429, 60);
                say("retry");
                later(4_000 + random.nextInt(16_000));
                attempt(MAIN, "success", 200, latency());
                end("completed", null);
            } else if (random.nextInt(400) == 0) {
                attempt(MAIN, "timeout", null, 30_000);
                say("retry");
                attempt(MAIN, "success", 200, latency());
                end("completed", null);
            } else {
                attempt(MAIN, "success", 200, latency());
                end("completed", null);
            }
        }

        private void fail() {
            switch (random.nextInt(10)) {
                case 0, 1 -> attempt(MAIN, "timeout", null, 30_000);
                case 2, 3, 4 -> attempt(MAIN, "capacity_exceeded", 503, 90);
                default -> attempt(MAIN, "provider_unavailable", random.nextInt(4) == 0 ? 502 : 500, 120);
            }
            int way = random.nextInt(10);
            if (way < 6) {
                say("fallback");
                attempt(SPARE, "success", 200, latency() / 2);
                end("completed", null);
            } else if (way < 8) {
                say("retry");
                later(20_000 + random.nextInt(60_000));
                attempt(MAIN, "success", 200, latency());
                end("completed", null);
            } else if (way < 9) {
                end("failed", "provider_unavailable");
            } else {
                later(60_000).end("expired", "deadline_exceeded");
            }
        }

        private long latency() {
            return Math.round(650 * Math.exp(0.5 * random.nextGaussian()));
        }

        private void attempt(String target, String outcome, @Nullable Integer status, long millis) {
            later(millis);
            boolean success = outcome.equals("success");
            long prompt = 200 + random.nextInt(1_500);
            long answer = 50 + random.nextInt(400);
            boolean isMain = target.equals(MAIN);
            AuditEvent event = bare("attempt");
            event.setAttempt(AuditAttempt.newBuilder()
                    .setNumber(++attempts)
                    .setTarget(target)
                    .setProvider("mistral")
                    .setModel(target + "-latest")
                    .setOutcome(outcome)
                    .setHttpStatus(status)
                    .setDurationMs(millis)
                    .setPromptTokens(success ? prompt : null)
                    .setCompletionTokens(success ? answer : null)
                    .setCost(success ? (isMain ? 2 : 0.1) * NANO_FREE * (prompt + 3 * answer) : null)
                    .setPossiblyBilled(outcome.equals("timeout"))
                    .setLimits(status == null || status >= 500 ? Map.of() : limits(outcome))
                    .build());
            add(event);
        }

        private Map<String, String> limits(String outcome) {
            double left = scarce(share) ? 0.02 * random.nextDouble() : 0.35 + 0.3 * random.nextDouble();
            long tokens = outcome.equals("rate_limited") ? 0 : Math.round(MINUTE_LIMIT * left);
            return Map.of(
                    "x-ratelimit-limit-tokens-minute", Long.toString(MINUTE_LIMIT),
                    "x-ratelimit-remaining-tokens-minute", Long.toString(tokens));
        }

        void say(String kind) {
            add(bare(kind));
        }

        void end(String status, @Nullable String reason) {
            if (status.equals("failed")) {
                say("dead_letter");
            }
            AuditEvent event = bare("response");
            event.setStatus(status);
            event.setReason(reason);
            add(event);
        }

        private AuditEvent bare(String kind) {
            return AuditEvent.newBuilder()
                    .setKind(kind)
                    .setAt(at(share, passed))
                    .setRequestId(id)
                    .setTenant("team-" + tenant)
                    .setSubject("s" + tenant * 31 + "-" + random.nextInt(50))
                    .setVerdicts(List.of())
                    .setConfiguration(share < 0.30 ? "4be1c2a9" : "91d7f003")
                    .setInstance("gateway-" + instance)
                    .build();
        }

        private void add(AuditEvent event) {
            pending.add(new Told(event.getAt(), made++, id, event));
        }
    }
}
