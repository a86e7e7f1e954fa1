package dev.alize.policies.injection;

import dev.alize.domain.Direction;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.PolicySettings;
import dev.alize.domain.settings.Range;
import java.util.Set;

/**
 * Block {@code policy.prompt-injection}.
 *
 * @param threshold the score from which on a text counts as an injection, 0 to 1; default 0.8
 * @param decodeBase64 whether encoded parts (base64, hexadecimal, percent, ROT13, tags) are judged too; default true
 * @param normalizeUnicode whether texts are folded to their plain form first; default true
 * @param detectHomoglyphs whether letters that look like Latin ones are read as such; default true
 */
public record PromptInjectionSettings(
        Conduct conduct, double threshold, boolean decodeBase64, boolean normalizeUnicode, boolean detectHomoglyphs)
        implements PolicySettings {
    public static final String NAME = "prompt-injection";
    public static final Range<Double> THRESHOLD = Range.of(0.0, 1.0);
    public static final PromptInjectionSettings DEFAULT =
            new PromptInjectionSettings(Conduct.of(Action.BLOCK, Direction.REQUEST), 0.8, true, true, true);

    public PromptInjectionSettings {
        THRESHOLD.check("policy.prompt-injection.threshold", threshold);
        if (!conduct.directions().equals(Set.of(Direction.REQUEST))) {
            throw new InvalidSettingException(
                    "policy.prompt-injection.direction", "got an answer, expected request: answers inject nothing");
        }
    }

    @Override
    public String policy() {
        return NAME;
    }
}
