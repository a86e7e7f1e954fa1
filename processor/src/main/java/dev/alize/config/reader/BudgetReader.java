package dev.alize.config.reader;

import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.Range;
import dev.alize.policies.budget.BudgetLimit;
import dev.alize.policies.budget.BudgetSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Block {@code policy.budget}. */
final class BudgetReader {
    private BudgetReader() {}

    static Supplier<BudgetSettings> read(YamlMap block) {
        Conduct conduct = ConductReader.read(
                block, BudgetSettings.DEFAULT.conduct(), Action.BLOCK, Action.HOLD, Action.DOWNGRADE, Action.SHADOW);
        Double most = number(block, "max_usd_per_request", BudgetLimit.USD);
        String target = block.find("downgrade_to", Formats.text()).orElse(null);
        List<Supplier<BudgetLimit>> limits = new ArrayList<>();
        for (YamlValue entry : block.list("limits")) {
            limits.add(limit(entry.map()));
        }
        return () -> new BudgetSettings(
                conduct, most, limits.stream().map(Supplier::get).toList(), target);
    }

    private static Supplier<BudgetLimit> limit(YamlMap entry) {
        List<String> tenants = texts(entry, "tenants");
        List<String> models = texts(entry, "models");
        Double usdPerDay = number(entry, "usd_per_day", BudgetLimit.USD);
        Double usdPerMonth = number(entry, "usd_per_month", BudgetLimit.USD);
        Double tokensPerDay = number(entry, "tokens_per_day", BudgetLimit.TOKENS);
        Double tokensPerMonth = number(entry, "tokens_per_month", BudgetLimit.TOKENS);
        return () -> new BudgetLimit(tenants, models, usdPerDay, usdPerMonth, tokensPerDay, tokensPerMonth);
    }

    private static @Nullable Double number(YamlMap map, String key, Range<Double> range) {
        return map.find(key, Values.decimal(range)).orElse(null);
    }

    private static List<String> texts(YamlMap map, String key) {
        return map.list(key).stream()
                .flatMap(value -> value.as(Formats.text()).stream())
                .toList();
    }
}
