package dev.alize.config.reader;

import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.injection.PromptInjectionSettings;
import java.util.function.Supplier;

/** Block {@code policy.prompt-injection}. */
final class PromptInjectionReader {
    private PromptInjectionReader() {}

    static Supplier<PromptInjectionSettings> read(YamlMap block) {
        PromptInjectionSettings otherwise = PromptInjectionSettings.DEFAULT;
        Conduct conduct = ConductReader.read(block, otherwise.conduct(), Action.BLOCK, Action.FLAG, Action.SHADOW);
        double threshold =
                block.get("threshold", Values.decimal(PromptInjectionSettings.THRESHOLD), otherwise.threshold());
        boolean decode = block.get("decode_base64", Formats.flag(), otherwise.decodeBase64());
        boolean normalize = block.get("normalize_unicode", Formats.flag(), otherwise.normalizeUnicode());
        boolean homoglyphs = block.get("detect_homoglyphs", Formats.flag(), otherwise.detectHomoglyphs());
        return () -> new PromptInjectionSettings(conduct, threshold, decode, normalize, homoglyphs);
    }
}
