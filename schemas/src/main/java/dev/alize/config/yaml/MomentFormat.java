package dev.alize.config.yaml;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/** A date, which stands for its start in UTC, or an instant: {@code 2026-12-01}, {@code 2026-12-01T09:30:00Z}. */
record MomentFormat() implements Format<Instant> {
    @Override
    public Instant parse(Scalar scalar) throws Misfit {
        if (scalar.kind() != Scalar.Kind.TEXT) {
            throw scalar.misfit(expected());
        }
        String text = scalar.text();
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw scalar.misfit(expected());
        }
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "string", "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?$");
    }

    @Override
    public String expected() {
        return "a date such as 2026-12-01 (from its start in UTC) or an instant such as 2026-12-01T09:30:00Z";
    }
}
