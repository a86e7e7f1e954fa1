package dev.alize.policies.budget;

import dev.alize.domain.Direction;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.PolicySettings;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Block {@code policy.budget}.
 *
 * @param conduct action block (the default), hold, downgrade or shadow
 * @param maxUsdPerRequest what one attempt may be estimated to cost; null for any
 * @param amounts what tenants may spend ({@code limits}); default none
 * @param downgradeTo id of the target that takes what is over budget; null where {@code action} is another
 */
public record BudgetSettings(
        Conduct conduct,
        @Nullable Double maxUsdPerRequest,
        List<BudgetLimit> amounts,
        @Nullable String downgradeTo) implements PolicySettings {
    public static final String NAME = "budget";
    public static final BudgetSettings DEFAULT =
            new BudgetSettings(Conduct.of(Action.BLOCK, Direction.REQUEST), null, List.of(), null);

    public BudgetSettings {
        amounts = List.copyOf(amounts);
        if (maxUsdPerRequest != null) {
            var unused = BudgetLimit.USD.check("policy.budget.max_usd_per_request", maxUsdPerRequest);
        }
        if (!conduct.directions().equals(Set.of(Direction.REQUEST))) {
            throw new InvalidSettingException(
                    "policy.budget.direction", "got an answer, expected request: an answer is paid for already");
        }
        if (conduct.action() == Action.DOWNGRADE && downgradeTo == null) {
            throw new InvalidSettingException(
                    "policy.budget.downgrade_to", "is missing; action downgrade needs the id of a target");
        }
    }

    @Override
    public String policy() {
        return NAME;
    }

    /** Whether anything is limited in USD. */
    public boolean isInUsd() {
        return maxUsdPerRequest != null || amounts.stream().anyMatch(BudgetLimit::isInUsd);
    }
}
