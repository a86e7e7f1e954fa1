package dev.alize.usage;

import dev.alize.schemas.UsageRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The record keys of {@code llm.usage}: {@code 2026-11-21T14/acme/mistral-small-latest/primary}. */
final class UsageKey {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH").withZone(ZoneOffset.UTC);

    private UsageKey() {}

    static String of(UsageRow row) {
        return HOUR.format(row.getHour()) + "/" + escaped(row.getTenant()) + "/" + escaped(row.getModel()) + "/"
                + escaped(row.getTarget());
    }

    static Instant hour(Instant moment) {
        return moment.truncatedTo(ChronoUnit.HOURS);
    }

    private static String escaped(String name) {
        StringBuilder escaped = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '%' || c < ' ' || c == 127) {
                escaped.append('%').append("%02X".formatted((int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
