package dev.alize.config.reader;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import dev.alize.domain.Price;
import dev.alize.domain.PriceChange;
import dev.alize.domain.Pricing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The prices of a target: {@code providers.targets[].pricing}. */
final class PricingReader {
    private static final Format<Double> PRICE = Formats.decimal(0, true);

    private PricingReader() {}

    static Supplier<Pricing> read(YamlMap pricing) {
        Supplier<Price> first = price(pricing);
        List<Supplier<PriceChange>> changes = new ArrayList<>();
        Instant last = Instant.MIN;
        for (YamlValue value : pricing.list("changes")) {
            YamlMap change = value.map();
            Optional<Instant> from = change.require("from", Formats.moment());
            Supplier<Price> price = price(change);
            if (from.isPresent() && !from.get().isAfter(last)) {
                change.problem(
                        "from",
                        "got " + from.get() + " after " + last + ", expected changes by time, the earliest first");
            }
            last = from.orElse(last);
            changes.add(() -> of(from.orElseThrow(), price.get()));
        }
        return () -> new Pricing(
                first.get().prompt(),
                first.get().completion(),
                first.get().cachedPrompt(),
                changes.stream().map(Supplier::get).toList());
    }

    private static Supplier<Price> price(YamlMap map) {
        Optional<Double> prompt = map.require("prompt", PRICE);
        Optional<Double> completion = map.require("completion", PRICE);
        Optional<Double> cached = map.find("cached_prompt", PRICE).or(() -> prompt);
        return () -> new Price(prompt.orElseThrow(), completion.orElseThrow(), cached.orElseThrow());
    }

    private static PriceChange of(Instant from, Price price) {
        return new PriceChange(from, price.prompt(), price.completion(), price.cachedPrompt());
    }
}
