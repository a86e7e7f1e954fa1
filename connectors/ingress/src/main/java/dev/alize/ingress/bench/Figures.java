package dev.alize.ingress.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;

/** What a run found, as lines or as JSON. */
final class Figures {
    private static final double MICROS = 1000.0;

    private final ObjectNode figures = JsonNodeFactory.instance.objectNode();

    Figures with(String name, long value) {
        figures.put(name, value);
        return this;
    }

    /** Rounded to a hundredth. */
    Figures with(String name, double value) {
        figures.put(name, Math.round(value * 100) / 100.0);
        return this;
    }

    Figures with(String name, String value) {
        figures.put(name, value);
        return this;
    }

    /** Percentiles in milliseconds. @param micros in microseconds */
    Figures with(String name, Samples micros) {
        with(name + "_p50_ms", micros.at(0.5) / MICROS);
        with(name + "_p90_ms", micros.at(0.9) / MICROS);
        with(name + "_p99_ms", micros.at(0.99) / MICROS);
        return with(name + "_max_ms", micros.at(1) / MICROS);
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(figures);
        } else {
            figures.properties()
                    .forEach(figure -> out.printf(
                            Locale.ROOT,
                            "%-32s %s%n",
                            figure.getKey(),
                            figure.getValue().asText()));
        }
        out.flush();
    }
}
