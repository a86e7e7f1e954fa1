package dev.alize.config.reader;

import dev.alize.config.AuditLoggerSettings;
import dev.alize.config.Policies;
import dev.alize.config.PolicySettings;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.Suggestion;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Blocks {@code policies} and {@code policy}. */
final class PolicyReader {
    /** Every policy that exists, with what reads its settings. */
    private static final Map<String, Function<YamlMap, Supplier<? extends PolicySettings>>> KNOWN =
            new TreeMap<>(Map.of(AuditLoggerSettings.NAME, PolicyReader::auditLogger));

    private PolicyReader() {}

    static Supplier<Policies> read(YamlMap policies, YamlMap blocks) {
        List<String> names = chain(policies.list("chain"));
        Map<String, Supplier<? extends PolicySettings>> settings = new TreeMap<>();
        KNOWN.forEach((name, reader) -> {
            boolean given = blocks.has(name);
            Supplier<? extends PolicySettings> read = reader.apply(blocks.block(name));
            if (given || names.contains(name)) {
                settings.put(name, read);
            }
        });
        blocks.rest().forEach((name, block) -> block.problem(doesNotExist("no policy of this name exists", name)));
        return () -> {
            Map<String, PolicySettings> built = new TreeMap<>();
            settings.forEach((name, supplier) -> built.put(name, supplier.get()));
            return new Policies(names, built);
        };
    }

    private static List<String> chain(List<YamlValue> entries) {
        List<String> names = new ArrayList<>();
        for (YamlValue entry : entries) {
            entry.as(Formats.text()).ifPresent(name -> {
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

    private static Supplier<AuditLoggerSettings> auditLogger(YamlMap block) {
        AuditLoggerSettings otherwise = AuditLoggerSettings.DEFAULT;
        boolean immutable = block.get("immutable", Formats.flag(), otherwise.immutable());
        int days = block.get(
                "retention_days", Values.whole(AuditLoggerSettings.RETENTION_DAYS), otherwise.retentionDays());
        boolean all = block.get("log_all_access", Formats.flag(), otherwise.logAllAccess());
        return () -> new AuditLoggerSettings(immutable, days, all);
    }
}
