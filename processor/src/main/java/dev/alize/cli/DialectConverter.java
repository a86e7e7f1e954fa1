package dev.alize.cli;

import dev.alize.simulator.vendor.Dialect;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of a simulated vendor. */
final class DialectConverter implements ITypeConverter<Dialect> {
    @Override
    public Dialect convert(String text) {
        return Arrays.stream(Dialect.values())
                .filter(dialect -> dialect.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("got '" + text + "', expected mistral or openai"));
    }
}
