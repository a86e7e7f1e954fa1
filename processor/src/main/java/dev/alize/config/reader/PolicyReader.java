package dev.alize.config.reader;

import dev.alize.config.Policies;
import dev.alize.config.PolicyOverride;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.Suggestion;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import dev.alize.domain.Capability;
import dev.alize.domain.settings.PolicySettings;
import dev.alize.policies.audit.AuditLoggerSettings;
import dev.alize.policies.budget.BudgetSettings;
import dev.alize.policies.dlp.DlpFilterSettings;
import dev.alize.policies.injection.PromptInjectionSettings;
import dev.alize.policies.language.LanguageValidatorSettings;
import dev.alize.policies.moderation.ExternalModerationSettings;
import dev.alize.policies.pii.PiiSettings;
import dev.alize.policies.quality.QualityScorerSettings;
import dev.alize.policies.safety.SafetyFilterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Blocks {@code policies} and {@code policy}. */
final class PolicyReader {
    /** Every policy that exists, with what reads its settings. */
    private static final Map<String, BiFunction<YamlMap, Paths, Supplier<? extends PolicySettings>>> KNOWN =
            new TreeMap<>(Map.ofEntries(
                    known(AuditLoggerSettings.NAME, AuditLoggerReader::read),
                    known(BudgetSettings.NAME, BudgetReader::read),
                    known(DlpFilterSettings.NAME, DlpFilterReader::read),
                    known(LanguageValidatorSettings.NAME, LanguageValidatorReader::read),
                    known(ExternalModerationSettings.NAME, ExternalModerationReader::read),
                    known(PiiSettings.NAME, PiiReader::read),
                    known(PromptInjectionSettings.NAME, PromptInjectionReader::read),
                    known(QualityScorerSettings.NAME, QualityScorerReader::read),
                    known(SafetyFilterSettings.NAME, SafetyFilterReader::read)));

    private final Paths paths;

    PolicyReader(Paths paths) {
        this.paths = paths;
    }

    private static Map.Entry<String, BiFunction<YamlMap, Paths, Supplier<? extends PolicySettings>>> known(
            String name, Function<YamlMap, Supplier<? extends PolicySettings>> reader) {
        return Map.entry(name, (block, paths) -> reader.apply(block));
    }

    /** Of a policy whose settings refer to files. */
    private static Map.Entry<String, BiFunction<YamlMap, Paths, Supplier<? extends PolicySettings>>> known(
            String name, BiFunction<YamlMap, Paths, Supplier<? extends PolicySettings>> reader) {
        return Map.entry(name, reader);
    }

    Supplier<Policies> read(YamlMap policies, YamlMap blocks) {
        List<String> names = chain(policies.list("chain"));
        Supplier<Map<String, PolicySettings>> settings = settings(names, blocks, blocks);
        List<Supplier<PolicyOverride>> overrides = new ArrayList<>();
        for (YamlValue entry : policies.list("overrides")) {
            overrides.add(override(entry.map(), names, blocks));
        }
        return () -> new Policies(
                names, settings.get(), overrides.stream().map(Supplier::get).toList());
    }

    private Supplier<PolicyOverride> override(YamlMap entry, List<String> usual, YamlMap usualBlocks) {
        List<String> tenants = texts(entry, "tenants");
        List<String> models = texts(entry, "models");
        Set<Capability> needs = entry.list("capabilities").stream()
                .flatMap(value -> value.as(RoutingReader.CAPABILITY).stream())
                .collect(Collectors.toSet());
        List<String> given = chain(entry.list("chain"));
        List<String> names = entry.has("chain") ? given : usual;
        if (!entry.has("tenants") && !entry.has("models") && !entry.has("capabilities")) {
            entry.problem("has no condition; expected tenants, models or capabilities");
        }
        YamlMap blocks = entry.block("policy").likewise(usualBlocks);
        Set<String> set = KNOWN.keySet().stream().filter(blocks::has).collect(Collectors.toSet());
        set.stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> blocks.problem(name, "has no effect, since the chain does not name it"));
        Supplier<Map<String, PolicySettings>> settings = settings(names, blocks, usualBlocks);
        return () -> new PolicyOverride(tenants, models, needs, names, settings.get());
    }

    /**
     * The settings of the policies in a chain, and of those that have a block.
     *
     * @param usual blocks whose values hold where {@code blocks} has none; the same where there are no others
     */
    private Supplier<Map<String, PolicySettings>> settings(List<String> names, YamlMap blocks, YamlMap usual) {
        Map<String, Supplier<? extends PolicySettings>> settings = new TreeMap<>();
        KNOWN.forEach((name, reader) -> {
            boolean given = blocks.has(name);
            YamlMap block = blocks.block(name);
            Supplier<? extends PolicySettings> read =
                    reader.apply(usual == blocks ? block : block.over(usual.block(name)), paths);
            if (given || names.contains(name)) {
                settings.put(name, read);
            }
        });
        blocks.unasked().forEach((name, block) -> block.problem(doesNotExist("no policy of this name exists", name)));
        return () -> {
            Map<String, PolicySettings> built = new TreeMap<>();
            settings.forEach((name, supplier) -> built.put(name, supplier.get()));
            return built;
        };
    }

    private static List<String> texts(YamlMap map, String key) {
        return map.list(key).stream()
                .flatMap(value -> value.as(Formats.text()).stream())
                .toList();
    }

    private static List<String> chain(List<YamlValue> entries) {
        List<String> names = new ArrayList<>();
        for (YamlValue entry : entries) {
            entry.as(new PolicyName(KNOWN.keySet())).ifPresent(name -> {
                if (!KNOWN.containsKey(name)) {
                    entry.problem(doesNotExist("policy '" + name + "' does not exist", name));
                } else if (names.contains(name)) {
                    entry.problem("policy '" + name + "' is in the chain already");
                }
                names.add(name);
            });
        }
        return names;
    }

    private static String doesNotExist(String what, String name) {
        return what + "; existing policies: " + String.join(", ", KNOWN.keySet())
                + Suggestion.of(name, KNOWN.keySet())
                        .map(meant -> "; did you mean '" + meant + "'?")
                        .orElse("");
    }
}
