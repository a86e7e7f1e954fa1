package dev.alize.trail;

import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.PolicyResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Events of the audit trail in words; the same in a shell and in the console. */
public final class EventText {
    private static final String NONE = "-";
    private static final int NANO_DIGITS = 9;

    private EventText() {}

    /** The target of the attempt, else of the event; null where it is about none. */
    public static @Nullable String target(AuditEvent event) {
        return event.getAttempt() == null
                ? event.getTarget()
                : event.getAttempt().getTarget();
    }

    /** The status of a response, the outcome of an attempt, else the reason. */
    public static @Nullable String result(AuditEvent event) {
        if (event.getAttempt() != null) {
            return event.getAttempt().getOutcome();
        }
        if (event.getStatus() == null) {
            return event.getReason();
        }
        return event.getStatus() + (event.getReason() == null ? "" : "/" + event.getReason());
    }

    /** What else there is to say, in one line. */
    public static String more(AuditEvent event) {
        List<String> words = new ArrayList<>();
        if (event.getRedrive() > 0) {
            words.add("redrive=" + event.getRedrive());
        }
        AuditAttempt attempt = event.getAttempt();
        if (attempt != null) {
            words.add("attempt=" + attempt.getNumber());
            words.add("took=" + duration(Duration.ofMillis(attempt.getDurationMs())));
            add(words, "http", attempt.getHttpStatus());
            add(words, "prompt_tokens", attempt.getPromptTokens());
            add(words, "completion_tokens", attempt.getCompletionTokens());
            Double cost = attempt.getCost();
            add(words, "cost_usd", cost == null ? null : plain(cost));
            add(words, "correlation_id", attempt.getCorrelationId());
            if (attempt.getPossiblyBilled()) {
                words.add("possibly_billed");
            }
        }
        if (!event.getVerdicts().isEmpty()) {
            words.add("verdicts=" + event.getVerdicts().size());
            event.getVerdicts().stream()
                    .filter(verdict -> !verdict.getVerdict().equals("allow"))
                    .forEach(verdict -> words.add(verdict(verdict)));
        }
        Map<String, String> details = new TreeMap<>(event.getDetails());
        details.forEach((name, value) -> words.add(name + "=" + value));
        return plain(String.join(" ", words));
    }

    /** Such as {@code pii-detector=rewrite(email:1)} or {@code budget=block(tokens_per_day,limit:4000)}. */
    private static String verdict(PolicyResult verdict) {
        List<String> why = new ArrayList<>();
        if (verdict.getReason() != null) {
            why.add(verdict.getReason());
        }
        new TreeMap<>(verdict.getFound()).forEach((name, count) -> why.add(name + ":" + count));
        return verdict.getPolicy() + (verdict.getShadow() ? "(shadow)" : "") + "=" + verdict.getVerdict()
                + (why.isEmpty() ? "" : "(" + String.join(",", why) + ")");
    }

    /** Billionths of a USD at the least, without an exponent. */
    private static String plain(double usd) {
        return BigDecimal.valueOf(usd)
                .setScale(NANO_DIGITS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static void add(List<String> words, String name, @Nullable Object value) {
        if (value != null) {
            words.add(name + "=" + value);
        }
    }

    /** Such as {@code 12ms}, {@code 1.234s} or {@code 2m03s}. */
    public static String duration(Duration time) {
        long ms = time.toMillis();
        if (Math.abs(ms) < 1_000) {
            return ms + "ms";
        }
        return ms < 60_000
                ? String.format(Locale.ROOT, "%.3fs", ms / 1_000.0)
                : String.format(Locale.ROOT, "%dm%02ds", time.toMinutes(), time.toSecondsPart());
    }

    /** The same, and a dash where there is none. */
    public static String safe(@Nullable String text) {
        return text == null || text.isEmpty() ? NONE : plain(text);
    }

    /** Without what would move the cursor of a terminal: ids are chosen by others. */
    public static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
