package dev.alize.cli;

import dev.alize.bench.QuotaOptions.Event;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What happens to the instances of a bench. */
final class EventConverter implements ITypeConverter<Event> {
    @Override
    public Event convert(String text) {
        return Arrays.stream(Event.values())
                .filter(event -> event.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("got '" + text + "', expected none, add or kill"));
    }
}
