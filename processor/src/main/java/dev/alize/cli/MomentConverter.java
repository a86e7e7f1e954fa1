package dev.alize.cli;

import dev.alize.client.TimeText;
import java.time.Instant;
import java.time.InstantSource;
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
            return TimeText.moment(text, clock.instant());
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
