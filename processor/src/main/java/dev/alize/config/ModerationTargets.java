package dev.alize.config;

import dev.alize.domain.Dialect;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.PolicySettings;
import dev.alize.policies.moderation.ExternalModerationSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whom the external moderation asks. */
final class ModerationTargets {
    private static final String KEY = "policy." + ExternalModerationSettings.NAME + ".target";

    private ModerationTargets() {}

    /** The id itself, or that of the first target that speaks Mistral's dialect. */
    static Optional<String> idOf(@Nullable String target, ProviderSettings providers) {
        return target != null
                ? Optional.of(target)
                : providers.targets().stream()
                        .filter(ModerationTargets::moderates)
                        .map(TargetSettings::id)
                        .findFirst();
    }

    /** @throws InvalidSettingException where a policy of some chain would have nobody to ask */
    static void check(Policies policies, ProviderSettings providers) {
        Stream.concat(
                        used(policies.chain(), policies.settings()),
                        policies.overrides().stream().flatMap(entry -> used(entry.chain(), entry.settings())))
                .forEach(settings -> check(settings.target(), providers));
    }

    private static Stream<ExternalModerationSettings> used(List<String> chain, Map<String, PolicySettings> settings) {
        return chain.stream()
                .map(settings::get)
                .filter(ExternalModerationSettings.class::isInstance)
                .map(ExternalModerationSettings.class::cast);
    }

    private static void check(@Nullable String target, ProviderSettings providers) {
        List<String> able = providers.targets().stream()
                .filter(ModerationTargets::moderates)
                .map(TargetSettings::id)
                .toList();
        if (able.isEmpty()) {
            throw new InvalidSettingException(
                    KEY, "no target of providers.targets speaks Mistral's dialect, which has the moderation endpoint");
        }
        if (target != null && !able.contains(target)) {
            throw new InvalidSettingException(
                    KEY, "got '" + target + "', expected a target that speaks Mistral's dialect: " + able);
        }
    }

    private static boolean moderates(TargetSettings target) {
        return target.speaks() == Dialect.MISTRAL;
    }
}
