package dev.alize.config.reader;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.pii.MarkerFormat;
import dev.alize.policies.pii.PiiSettings;
import dev.alize.policies.pii.kinds.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Block {@code policy.pii-detector}. */
final class PiiReader {
    private static final Format<Kind> KIND =
            Formats.oneOf(new TreeMap<>(Stream.of(Kind.values()).collect(Collectors.toMap(Kind::name, kind -> kind))));
    private static final Format<MarkerFormat> MARKER_FORMAT = Formats.oneOf(
            Stream.of(MarkerFormat.values()).collect(Collectors.toMap(MarkerFormat::code, format -> format)));

    private PiiReader() {}

    static Supplier<PiiSettings> read(YamlMap block) {
        PiiSettings otherwise = PiiSettings.DEFAULT;
        Conduct conduct =
                ConductReader.read(block, otherwise.conduct(), Action.REDACT, Action.BLOCK, Action.FLAG, Action.SHADOW);
        Set<Kind> detect = block.has("detect") ? new LinkedHashSet<>(list(block, "detect", KIND)) : otherwise.detect();
        MarkerFormat format = block.get("marker_format", MARKER_FORMAT, otherwise.markerFormat());
        String template = block.get("marker_template", Formats.text(), otherwise.markerTemplate());
        boolean restore = block.get("restore", Formats.flag(), otherwise.restore());
        List<String> countries =
                block.has("countries") ? list(block, "countries", Formats.text()) : otherwise.countries();
        double threshold = block.get("threshold", Values.decimal(PiiSettings.THRESHOLD), otherwise.threshold());
        return () -> new PiiSettings(conduct, detect, format, template, restore, countries, threshold);
    }

    private static <T> List<T> list(YamlMap block, String key, Format<T> format) {
        return block.list(key).stream()
                .flatMap(value -> value.as(format).stream())
                .toList();
    }
}
