package dev.alize.postmortem;

import dev.alize.schemas.AuditAttempt;
import java.util.Map;

/** Reads what is left of a provider's limits out of the headers of its answers. */
final class LimitHeaders {
    private static final String PREFIX = "x-ratelimit-";
    private static final String REMAINING = "remaining";

    private final Tally tally;

    LimitHeaders(Tally tally) {
        this.tally = tally;
    }

    void add(AuditAttempt attempt, int slice) {
        for (Map.Entry<String, String> header : attempt.getLimits().entrySet()) {
            String name = header.getKey();
            if (name.contains(REMAINING)) {
                long left = number(header.getValue());
                if (left >= 0) {
                    String meter = attempt.getTarget() + " " + window(name);
                    tally.remaining(meter, slice, left);
                    limit(attempt, name, meter);
                }
            }
        }
    }

    private void limit(AuditAttempt attempt, String name, String meter) {
        String text = attempt.getLimits().get(name.replace(REMAINING, "limit"));
        long limit = text == null ? -1 : number(text);
        if (limit > 0 && tally.remaining.containsKey(meter)) {
            tally.limits.put(meter, limit);
        }
    }

    /** Such as {@code tokens-minute} of {@code x-ratelimit-remaining-tokens-minute}. */
    private static String window(String name) {
        String end = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return end.replace(REMAINING + "-", "").replace("-" + REMAINING, "").replace(REMAINING, "");
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
