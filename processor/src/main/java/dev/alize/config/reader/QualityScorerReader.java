package dev.alize.config.reader;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.quality.AssertionSettings;
import dev.alize.policies.quality.AssertionType;
import dev.alize.policies.quality.QualityScorerSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Block {@code policy.quality-scorer}. */
final class QualityScorerReader {
    private static final Format<AssertionType> TYPE = Formats.oneOf(types());
    private static final Format<String> NAME = Formats.text("a name of 1 to 64 characters", AssertionSettings::isName);
    private static final Format<Double> WEIGHT =
            Formats.decimal(AssertionSettings.WEIGHT.min(), AssertionSettings.WEIGHT.max());

    private QualityScorerReader() {}

    private static Map<String, AssertionType> types() {
        Map<String, AssertionType> types = new LinkedHashMap<>();
        for (AssertionType type : AssertionType.values()) {
            types.put(type.code(), type);
        }
        return types;
    }

    static Supplier<QualityScorerSettings> read(YamlMap block) {
        Conduct conduct = ConductReader.read(
                block,
                QualityScorerSettings.CONDUCT,
                Action.FLAG,
                Action.RETRY,
                Action.FALLBACK,
                Action.BLOCK,
                Action.SHADOW);
        double least = block.get(
                "min_aggregate",
                Values.decimal(QualityScorerSettings.MIN_AGGREGATE),
                QualityScorerSettings.DEFAULT_AGGREGATE);
        List<Supplier<AssertionSettings>> assertions = new ArrayList<>();
        block.list("assertions").forEach(entry -> assertions.add(assertion(entry.map())));
        return () -> new QualityScorerSettings(
                conduct, least, assertions.stream().map(Supplier::get).toList());
    }

    private static Supplier<AssertionSettings> assertion(YamlMap entry) {
        Optional<AssertionType> type = entry.require("type", TYPE);
        Optional<String> name = entry.find("name", NAME);
        double weight = entry.get("weight", WEIGHT, AssertionSettings.DEFAULT_WEIGHT);
        if (weight == 0) {
            entry.problem("weight", "got 0, expected more than 0");
        }
        List<String> values =
                entry.value("value").map(QualityScorerReader::values).orElse(List.of());
        Optional<String> schema = entry.value("schema").flatMap(InlineJson::read);
        boolean hasSchema = entry.has("schema");
        if (hasSchema && entry.has("value")) {
            entry.problem("schema", "is given beside 'value'; expected one of them");
        } else if (hasSchema && type.isPresent() && type.get() != AssertionType.JSON_SCHEMA) {
            entry.problem("schema", "is only for the type json-schema");
        }
        List<String> all = schema.map(List::of).orElse(values);
        if (!hasSchema || schema.isPresent()) {
            type.flatMap(given -> AssertionSettings.reasonAgainst(given, all))
                    .ifPresent(reason -> entry.problem(hasSchema ? "schema" : "value", reason));
        }
        return () -> new AssertionSettings(
                type.orElseThrow(), name.orElseGet(() -> type.orElseThrow().code()), all, weight);
    }

    private static List<String> values(YamlValue value) {
        List<YamlValue> values = value.isList() ? value.list() : List.of(value);
        return values.stream().flatMap(one -> one.as(Formats.raw()).stream()).toList();
    }
}
