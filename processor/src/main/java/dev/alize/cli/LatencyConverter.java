package dev.alize.cli;

import dev.alize.simulator.behaviour.Latency;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a latency from the command line. */
final class LatencyConverter implements ITypeConverter<Latency> {
    @Override
    public Latency convert(String value) {
        try {
            return Latency.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
