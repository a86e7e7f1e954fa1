package dev.alize.config.reader;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys {@code provider} and {@code model} of a target: explicit, or in the shorthand {@code <provider>:chat:<model>}.
 *
 * @param provider empty only where a problem was reported
 * @param model empty only where a problem was reported
 */
record ProviderModel(Optional<String> provider, Optional<String> model) {
    private static final Pattern WRITTEN = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*)(?::chat:(\\S+))?");
    private static final Format<String> PROVIDER = Formats.text(
            "a provider such as 'mistral', or the shorthand 'mistral:chat:<model>'",
            text -> WRITTEN.matcher(text).matches());

    static ProviderModel read(YamlMap target) {
        Optional<Matcher> written =
                target.require("provider", PROVIDER).map(WRITTEN::matcher).filter(Matcher::matches);
        Optional<String> provider = written.map(matcher -> matcher.group(1));
        Optional<String> shorthand = written.flatMap(matcher -> Optional.ofNullable(matcher.group(2)));
        if (shorthand.isEmpty() && (written.isPresent() || target.has("model"))) {
            return new ProviderModel(provider, target.require("model", Formats.text()));
        }
        Optional<String> explicit = target.find("model", Formats.text());
        explicit.filter(model -> shorthand.filter(model::equals).isEmpty())
                .ifPresent(model -> target.problem(
                        "model", "'" + model + "' contradicts '" + shorthand.orElse("") + "' in provider"));
        return new ProviderModel(provider, shorthand);
    }

    Optional<ProviderDefaults> defaults() {
        return provider.flatMap(ProviderDefaults::of);
    }
}
