package dev.alize.config.reader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.Misfit;
import dev.alize.config.yaml.YamlFile;
import dev.alize.config.yaml.YamlReading;
import dev.alize.config.yaml.YamlValue;
import java.util.Optional;

/** A value of JSON inside the configuration: a map of YAML, or a text that holds YAML or JSON. */
final class InlineJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private InlineJson() {}

    /** As JSON; empty, and reported, where it is none. */
    static Optional<String> read(YamlValue value) {
        if (value.isOpenMap()) {
            return write(value, value);
        }
        return value.as(Formats.text()).flatMap(text -> parse(value, text));
    }

    private static Optional<String> parse(YamlValue value, String text) {
        YamlReading inner = new YamlReading("");
        Optional<YamlValue> parsed = YamlFile.value(text, inner);
        inner.finish().forEach(problem -> value.problem("line " + problem.line() + ": " + problem.message()));
        return parsed.flatMap(given -> write(value, given));
    }

    private static Optional<String> write(YamlValue place, YamlValue value) {
        try {
            return Optional.of(JSON.writeValueAsString(value.plain()));
        } catch (Misfit misfit) {
            place.problem(misfit.getMessage());
        } catch (JsonProcessingException e) {
            place.problem("cannot be written as JSON");
        }
        return Optional.empty();
    }
}
