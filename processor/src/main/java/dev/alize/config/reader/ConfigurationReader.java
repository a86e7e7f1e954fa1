package dev.alize.config.reader;

import dev.alize.config.AlertSettings;
import dev.alize.config.AuditSettings;
import dev.alize.config.CacheSettings;
import dev.alize.config.Configuration;
import dev.alize.config.ConsoleSettings;
import dev.alize.config.IncidentSettings;
import dev.alize.config.KafkaSettings;
import dev.alize.config.PackSettings;
import dev.alize.config.Policies;
import dev.alize.config.ProcessingSettings;
import dev.alize.config.ProviderSettings;
import dev.alize.config.TenantSettings;
import dev.alize.config.TopicSettings;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.Problem;
import dev.alize.config.yaml.YamlFile;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlReading;
import dev.alize.domain.settings.InvalidSettingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads {@code policy-config.yaml}. */
public final class ConfigurationReader {
    private static final String DEFAULTS = """
            policies:
              chain: [audit-logger]
            providers:
              targets:
                - {id: mistral-small, provider: mistral, model: mistral-small-latest}
                - {id: codestral, provider: mistral, model: codestral-latest, capabilities: [code]}
            """;

    private final Path home;

    /** With the state directory below the user's home directory. */
    public ConfigurationReader() {
        this(Path.of(System.getProperty("user.home", ".")));
    }

    /**
     * @param home what {@code ~} stands for; the default state directory is {@code .alize/state} in it
     */
    public ConfigurationReader(Path home) {
        this.home = home;
    }

    /**
     * Reads a file in UTF-8. Relative paths of secrets in it start at the directory of the file.
     *
     * @throws ConfigurationException with every problem of the file
     */
    public Configuration read(Path file) {
        YamlReading reading = new YamlReading(file.toString());
        return read(reading, YamlFile.read(file, reading), new Paths(home, directoryOf(file)));
    }

    /**
     * Reads a text.
     *
     * @param name stands for the file in problems
     * @throws ConfigurationException with every problem of the text
     */
    public Configuration parse(String name, String text) {
        YamlReading reading = new YamlReading(name);
        return read(reading, YamlFile.parse(text, reading), new Paths(home, Path.of("")));
    }

    /** What a run without a file uses: one target at Mistral with a small model, and the audit logger. */
    public Configuration defaults() {
        return parse("built-in configuration", DEFAULTS);
    }

    private static Configuration read(YamlReading reading, Optional<YamlMap> root, Paths paths) {
        Optional<Supplier<Configuration>> read = root.map(map -> read(map, paths));
        List<Problem> problems = reading.finish();
        if (problems.isEmpty() && read.isPresent()) {
            return build(read.get(), reading);
        }
        throw new ConfigurationException(problems);
    }

    /** The records have the last word: a rule that spans blocks is checked by their constructors only. */
    private static Configuration build(Supplier<Configuration> read, YamlReading reading) {
        try {
            return read.get();
        } catch (InvalidSettingException e) {
            reading.report(e.path(), e.reason());
            throw new ConfigurationException(reading.finish());
        }
    }

    static Supplier<Configuration> read(YamlMap root, Paths paths) {
        Supplier<PackSettings> pack = pack(root.block("pack"));
        Supplier<Policies> policies = new PolicyReader(paths).read(root.block("policies"), root.block("policy"));
        Supplier<ProviderSettings> providers = new ProviderReader(paths).read(root);
        Supplier<KafkaSettings> kafka = new KafkaReader(paths).read(root.block("kafka"));
        Supplier<TopicSettings> topics = TopicReader.read(root.block("topics"));
        Supplier<ProcessingSettings> processing = ProcessingReader.read(root.block("processing"), paths);
        Supplier<CacheSettings> cache = CacheReader.read(root.block("cache"));
        Supplier<AuditSettings> audit = AuditReader.read(root.block("audit"), new SecretReader(paths));
        Supplier<IncidentSettings> incidents = IncidentReader.read(root.block("incidents"));
        Supplier<AlertSettings> alerts = AlertReader.read(root.block("alerts"), new SecretReader(paths));
        Supplier<ConsoleSettings> console = ConsoleReader.read(root.block("console"), new SecretReader(paths));
        Supplier<TenantSettings> tenants = TenantReader.read(root.block("tenants"));
        return () -> new Configuration(
                pack.get(),
                policies.get(),
                providers.get(),
                kafka.get(),
                topics.get(),
                processing.get(),
                cache.get(),
                audit.get(),
                incidents.get(),
                alerts.get(),
                console.get(),
                tenants.get());
    }

    private static Supplier<PackSettings> pack(YamlMap pack) {
        String name = pack.get("name", Formats.text(), PackSettings.DEFAULT.name());
        String version = pack.get("version", Formats.raw(), PackSettings.DEFAULT.version());
        boolean enabled = pack.get("enabled", Formats.flag(), PackSettings.DEFAULT.enabled());
        return () -> new PackSettings(name, version, enabled);
    }

    private static Path directoryOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }
}
