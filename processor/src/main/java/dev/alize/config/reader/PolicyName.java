package dev.alize.config.reader;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.Misfit;
import dev.alize.config.yaml.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The name of a policy; takes other names too, which the reader reports with what exists. */
record PolicyName(Set<String> known) implements Format<String> {
    @Override
    public String parse(Scalar scalar) throws Misfit {
        return Formats.text().parse(scalar);
    }

    @Override
    public String expected() {
        return Formats.text().expected();
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("enum", List.copyOf(known));
    }
}
