package dev.alize.config;

import dev.alize.domain.Pricing;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.PolicySettings;
import dev.alize.policies.budget.BudgetSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What budgets need of the targets: one to go down to, and prices. */
final class BudgetTargets {
    private static final String BLOCK = "policy." + BudgetSettings.NAME;

    private BudgetTargets() {}

    /** @throws InvalidSettingException where a budget goes down to a target that does not exist */
    static void check(Policies policies, ProviderSettings providers) {
        List<String> targets =
                providers.targets().stream().map(TargetSettings::id).toList();
        used(policies).map(BudgetSettings::downgradeTo).forEach(id -> {
            if (id != null && !targets.contains(id)) {
                throw new InvalidSettingException(
                        BLOCK + ".downgrade_to", "got '" + id + "', expected the id of a target: " + targets);
            }
        });
    }

    /** A sentence for each thing that is allowed and unwise. */
    static List<String> warnings(Policies policies, ProviderSettings providers) {
        List<String> warnings = new ArrayList<>();
        used(policies).distinct().forEach(settings -> {
            if (settings.amounts().isEmpty() && settings.maxUsdPerRequest() == null) {
                warnings.add(BLOCK + ": limits nothing; expected limits or max_usd_per_request");
            }
            if (settings.isInUsd()) {
                unpriced(providers, warnings);
            }
            String id = settings.downgradeTo();
            if (id != null) {
                dearer(id, providers, warnings);
            }
        });
        return warnings.stream().distinct().toList();
    }

    private static void unpriced(ProviderSettings providers, List<String> warnings) {
        List<String> ids = providers.targets().stream()
                .filter(target -> target.pricing() == null)
                .map(TargetSettings::id)
                .toList();
        if (!ids.isEmpty()) {
            warnings.add(BLOCK + ": limits USD, but these targets have no pricing, so that their calls count 0 USD: "
                    + String.join(", ", ids));
        }
    }

    private static void dearer(String id, ProviderSettings providers, List<String> warnings) {
        Pricing cheap = providers.targets().stream()
                .filter(target -> target.id().equals(id))
                .findFirst()
                .map(TargetSettings::pricing)
                .orElse(null);
        Instant now = Instant.now();
        boolean cheapest = cheap == null
                || providers.targets().stream()
                        .map(TargetSettings::pricing)
                        .allMatch(other -> costs(cheap, now) <= costs(other, now));
        if (!cheapest) {
            warnings.add(BLOCK + ".downgrade_to: '" + id + "' is not the cheapest target");
        }
    }

    /** Of a thousand tokens of prompt and as many of completion; what has no price is not compared. */
    private static double costs(@Nullable Pricing pricing, Instant now) {
        return pricing == null ? Double.MAX_VALUE : pricing.at(now).of(1_000, 0, 1_000);
    }

    private static Stream<BudgetSettings> used(Policies policies) {
        return Stream.concat(
                used(policies.chain(), policies.settings()),
                policies.overrides().stream().flatMap(entry -> used(entry.chain(), entry.settings())));
    }

    private static Stream<BudgetSettings> used(List<String> chain, Map<String, PolicySettings> settings) {
        return chain.stream()
                .map(settings::get)
                .filter(BudgetSettings.class::isInstance)
                .map(BudgetSettings.class::cast);
    }
}
