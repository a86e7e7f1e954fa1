package dev.alize.policies.budget;

import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code policy.budget.limits}: what each tenant may spend; each tenant for each model where the entry names
 * models.
 *
 * @param tenants to whom it applies; empty for all
 * @param models names of models as targets have them, with a star at the end for all that begin so; empty for all
 *     models together
 * @param usdPerDay above 0, to 1,000,000; null for no such limit, like the others
 * @param usdPerMonth above 0, to 1,000,000
 * @param tokensPerDay of prompts and completions, 1 or more
 * @param tokensPerMonth of prompts and completions, 1 or more
 */
public record BudgetLimit(
        List<String> tenants,
        List<String> models,
        @Nullable Double usdPerDay,
        @Nullable Double usdPerMonth,
        @Nullable Double tokensPerDay,
        @Nullable Double tokensPerMonth) {
    /** In USD. */
    public static final Range<Double> USD = Range.of(0.000001, 1_000_000.0);
    /** In tokens; what is behind the point does not count. */
    public static final Range<Double> TOKENS = Range.of(1.0, 1e15);

    private static final String PLACE = "policy.budget.limits";

    public BudgetLimit {
        tenants = List.copyOf(tenants);
        models = List.copyOf(models);
        check(USD, "usd_per_day", usdPerDay);
        check(USD, "usd_per_month", usdPerMonth);
        check(TOKENS, "tokens_per_day", tokensPerDay);
        check(TOKENS, "tokens_per_month", tokensPerMonth);
        if (usdPerDay == null && usdPerMonth == null && tokensPerDay == null && tokensPerMonth == null) {
            throw new InvalidSettingException(
                    PLACE,
                    "an entry without a limit; expected usd_per_day, usd_per_month, tokens_per_day or"
                            + " tokens_per_month");
        }
    }

    private static void check(Range<Double> range, String key, @Nullable Double value) {
        if (value != null) {
            var unused = range.check(PLACE + "." + key, value);
        }
    }

    /** Whether it limits USD. */
    public boolean isInUsd() {
        return usdPerDay != null || usdPerMonth != null;
    }

    /** @param model of the target to be called */
    public boolean applies(String tenant, String model) {
        return (tenants.isEmpty() || tenants.contains(tenant))
                && (models.isEmpty() || models.stream().anyMatch(name -> fits(name, model)));
    }

    private static boolean fits(String name, String model) {
        return name.endsWith("*") ? model.startsWith(name.substring(0, name.length() - 1)) : model.equals(name);
    }
}
