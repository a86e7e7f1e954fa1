package dev.alize.config.reader;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.language.LanguageValidatorSettings;
import dev.alize.policies.text.LanguageCodes;
import java.util.List;
import java.util.function.Supplier;

/** Block {@code policy.language-validator}. */
final class LanguageValidatorReader {
    /** In quotes where YAML reads something else: {@code no} is text in YAML 1.2. */
    static final Format<String> LANGUAGE =
            Formats.text("the code of a language of ISO 639-1 such as 'en'", LanguageCodes::isKnown);

    private LanguageValidatorReader() {}

    static Supplier<LanguageValidatorSettings> read(YamlMap block) {
        Conduct conduct =
                ConductReader.read(block, LanguageValidatorSettings.CONDUCT, Action.BLOCK, Action.FLAG, Action.SHADOW);
        List<String> allowed = block.list("allowed").stream()
                .flatMap(value -> value.as(LANGUAGE).stream())
                .toList();
        double confidence = block.get(
                "min_confidence",
                Values.decimal(LanguageValidatorSettings.MIN_CONFIDENCE),
                LanguageValidatorSettings.DEFAULT_CONFIDENCE);
        int length = block.get(
                "min_length",
                Values.whole(LanguageValidatorSettings.MIN_LENGTH),
                LanguageValidatorSettings.DEFAULT_LENGTH);
        return () -> new LanguageValidatorSettings(conduct, allowed, confidence, length);
    }
}
