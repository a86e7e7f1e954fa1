package dev.alize.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment: {@code 2026-11-20T10:00:00Z}, {@code 2026-11-20} (its start, UTC), or so long ago, such as {@code 2h}. */
final class MomentConverter implements ITypeConverter<Instant> {
    private final InstantSource clock;

    /** For picocli. */
    MomentConverter() {
        this(InstantSource.system());
    }

    MomentConverter(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String text) {
        try {
            if (text.contains("T")) {
                return Instant.parse(text);
            }
            return text.contains("-")
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : clock.instant().minus(new DurationConverter().convert(text));
        } catch (DateTimeException | TypeConversionException e) {
            throw new TypeConversionException("got '" + text
                    + "', expected a moment such as 2026-11-20T10:00:00Z or 2026-11-20, or a time ago such as 2h");
        }
    }
}
