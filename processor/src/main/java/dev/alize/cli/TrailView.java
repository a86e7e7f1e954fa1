package dev.alize.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.PolicyResult;
import dev.alize.trail.Entry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Events of the audit trail, for people and for programs. */
final class TrailView {
    static final List<String> HEAD = List.of("TIME", "KIND", "TENANT", "REQUEST", "TARGET", "RESULT", "AT", "MORE");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NONE = "-";
    private static final int NANO_DIGITS = 9;

    private TrailView() {}

    static List<String> cells(Entry entry) {
        AuditEvent event = entry.event();
        String place = entry.partition() + ":" + entry.offset();
        if (event == null) {
            return List.of(entry.at().toString(), "(unreadable)", NONE, NONE, NONE, NONE, place, "");
        }
        return List.of(
                event.getAt().toString(),
                LetterView.safe(event.getKind()),
                safe(event.getTenant()),
                safe(event.getRequestId()),
                safe(target(event)),
                safe(result(event)),
                place,
                more(event));
    }

    static @Nullable String target(AuditEvent event) {
        return event.getAttempt() == null
                ? event.getTarget()
                : event.getAttempt().getTarget();
    }

    /** The status of a response, the outcome of an attempt, else the reason. */
    static @Nullable String result(AuditEvent event) {
        if (event.getAttempt() != null) {
            return event.getAttempt().getOutcome();
        }
        if (event.getStatus() == null) {
            return event.getReason();
        }
        return event.getStatus() + (event.getReason() == null ? "" : "/" + event.getReason());
    }

    /** What else there is to say, in one line. */
    static String more(AuditEvent event) {
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
        return LetterView.safe(String.join(" ", words));
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
    static String duration(Duration time) {
        long ms = time.toMillis();
        if (Math.abs(ms) < 1_000) {
            return ms + "ms";
        }
        return ms < 60_000
                ? String.format(Locale.ROOT, "%.3fs", ms / 1_000.0)
                : String.format(Locale.ROOT, "%dm%02ds", time.toMinutes(), time.toSecondsPart());
    }

    static String safe(@Nullable String text) {
        return text == null || text.isEmpty() ? NONE : LetterView.safe(text);
    }

    /** All that is known of an entry, by name. */
    static ObjectNode json(Entry entry) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("partition", entry.partition());
        node.put("offset", entry.offset());
        node.put("record_time", entry.at().toString());
        AuditEvent event = entry.event();
        if (event == null) {
            node.put("readable", false);
            return node;
        }
        try {
            node.setAll((ObjectNode) JSON.readTree(event.toString()));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            node.put("kind", event.getKind());
        }
        node.put("at", event.getAt().toString());
        AuditAttempt attempt = event.getAttempt();
        Instant started = attempt == null ? null : attempt.getStartedAt();
        if (started != null && node.get("attempt") instanceof ObjectNode inner) {
            inner.put("started_at", started.toString());
        }
        return node;
    }
}
