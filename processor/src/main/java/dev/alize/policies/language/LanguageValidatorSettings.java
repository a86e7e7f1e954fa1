package dev.alize.policies.language;

import dev.alize.domain.Direction;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.PolicySettings;
import dev.alize.domain.settings.Range;
import dev.alize.policies.text.LanguageCodes;
import java.util.List;

/**
 * Block {@code policy.language-validator}.
 *
 * @param conduct block, flag or shadow; default block, of requests
 * @param allowed codes of ISO 639-1, at least one; of ISO 639-3 for languages that have no shorter one
 * @param minConfidence how sure the detector must be of another language, 0 to 1; default 0.7
 * @param minLength characters of prose below which a text is not judged, 1 to 900; default 20
 */
public record LanguageValidatorSettings(Conduct conduct, List<String> allowed, double minConfidence, int minLength)
        implements PolicySettings {
    public static final String NAME = "language-validator";
    public static final Range<Double> MIN_CONFIDENCE = Range.of(0.0, 1.0);
    public static final Range<Integer> MIN_LENGTH = Range.of(1, 900);
    public static final Conduct CONDUCT = Conduct.of(Action.BLOCK, Direction.REQUEST);
    public static final double DEFAULT_CONFIDENCE = 0.7;
    public static final int DEFAULT_LENGTH = 20;

    private static final String BLOCK = "policy." + NAME + ".";

    public LanguageValidatorSettings {
        allowed = allowed.stream().map(LanguageCodes::usual).distinct().sorted().toList();
        if (allowed.isEmpty()) {
            throw new InvalidSettingException(BLOCK + "allowed", "names no language; expected codes such as [en, fr]");
        }
        for (String code : allowed) {
            if (!LanguageCodes.isKnown(code)) {
                throw new InvalidSettingException(
                        BLOCK + "allowed", "got '" + code + "', expected codes of ISO 639-1 such as en");
            }
        }
        MIN_CONFIDENCE.check(BLOCK + "min_confidence", minConfidence);
        MIN_LENGTH.check(BLOCK + "min_length", minLength);
    }

    @Override
    public String policy() {
        return NAME;
    }
}
