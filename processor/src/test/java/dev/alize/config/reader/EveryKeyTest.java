package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;


                                        new SecretReference.InFile(FILE.resolveSibling("keys/proxy"))))));
                                        new SecretReference.Variable("PROXY_USER"),
                                "proxy.example",
                                3128,
                                AssertionType.JSON_SCHEMA, "{\"type\":\"object\",\"required\":[\"total\"]}")));
                                new ProxySettings.Login(
                                new QuotaLimit(QuotaLimit.Kind.REQUESTS, 6, Duration.ofSeconds(1)),
                                new QuotaLimit(QuotaLimit.Kind.TOKENS, 500_000, Duration.ofMinutes(1))),
                        "<{kind}:{n}>",
                        "acme",
                        "acme-gateway",
                        "io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde"));
                        "one",
                        .read(Path.of("examples/policy-config.yaml"))
                        .warnings())
                        0.7));
                        0.7,
                        1,
                        2,
                        2.5,
                        40),
                        AssertionSettings.of(
                        Duration.ofMillis(20),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(20),
                        FILE.resolveSibling("company-ca.pem"),
                        Guarantee.EXACTLY_ONCE_V2,
                        HttpVersion.HTTP_1_1,
                        List.of(
                        List.of("FR", "CH"),
                        MarkerFormat.CUSTOM,
                        Path.of("/home/ada/acme"),
                        Set.of(Capability.CHAT, Capability.TOOLS),
                        Set.of(Kind.EMAIL_ADDRESS, Kind.FR_NIR),
                        entry("any", new ModelGroupSettings(List.of("large", "own"), List.of("default", "whatever"))),
                        entry("big-2.0", new ModelGroupSettings(List.of("large"), List.of())));
                        false));
                        false,
                        new AssertionSettings(AssertionType.CONTAINS, "has-total", List.of("total", "EUR"), 3),
                        new Conduct(Action.BLOCK, Set.of(Direction.REQUEST), Conduct.OnError.ALLOW),
                        new Conduct(Action.FLAG, Set.of(Direction.REQUEST), Conduct.OnError.ALLOW),
                        new HealthProbe(true, Duration.ofSeconds(15), Duration.ofSeconds(3))),
                        new ProxySettings.Fixed(
                        new WordList("codename", List.of("Blue Heron", "Nightingale"), false, false),
                        new WordList("customer", List.of("Globex", "Initech AG"), true, true)),
                        true,
                        true, 5, Duration.ofSeconds(20), 3, Duration.ofSeconds(15), 80, Duration.ofSeconds(30)));
                "in Europe",
                "large",
                "mistral",
                "mistral-large-latest",
                .collect(Collectors.toSet());
                .containsEntry(Topic.AUDIT, "acme.trail")
                .containsEntry(Topic.CANCELS, "acme.stop")
                .containsEntry(Topic.CHUNKS, "acme.parts")
                .containsEntry(Topic.CONTROL, "acme.steer")
                .containsEntry(Topic.DEAD_LETTERS, "acme.dead")
                .containsEntry(Topic.FALLBACKS, "acme.next")
                .containsEntry(Topic.QUOTA_SHARES, "acme.shares");
                .containsEntry(Topic.REQUESTS, "acme.in")
                .containsEntry(Topic.REQUESTS_INTERACTIVE, "acme.urgent")
                .containsEntry(Topic.RESPONSES, "acme.out")
                .containsEntry(Topic.RETRIES, "acme.again")
                .containsExactly(
                .containsExactly(1L, 9L, 2L, 3L, 4L, 5L, 6L, 8L);
                .containsValue(new AuditLoggerSettings(true, 30, true))
                .containsValue(new PiiSettings(
                .containsValue(new PromptInjectionSettings(
                .ifPresent(root -> ConfigurationReader.read(root, new Paths(Path.of("/"), FILE.resolveSibling(""))));
                .isEmpty();
                .isEqualTo(new BreakerSettings(
                .isEqualTo(new Idempotency(Duration.ofHours(48), 2000, Duration.ofMinutes(5)));
                .isEqualTo(new Recovery(1, Duration.ofSeconds(90), Duration.ofSeconds(2)));
                .isEqualTo(new RetrySettings(3, Duration.ofMillis(500), Duration.ofSeconds(4), 0.1, 5000));
                .isEqualTo(new SecretReference.InFile(FILE.resolveSibling("keys/own")));
                .isEqualTo(new StreamsSettings(
                .map(row -> row.group(1))
                .matcher(Files.readString(Path.of("examples/policy-config.yaml")));
                .results()
                0.75,
                0.9,
                40);
                64);
                List.of(
                List.of("en", "fr"),
                List.of(new PatternRule("ticket", "\\bACME-[0-9]{4,6}\\b", "<ticket>")),
                URI.create("https://api.eu.mistral.ai/v1"),
                new Conduct(Action.FLAG, Set.of(Direction.values()), Conduct.OnError.ALLOW),
                new Conduct(Action.REDACT, Set.of(Direction.REQUEST), Conduct.OnError.ALLOW),
                new Conduct(Action.RETRY, Set.of(Direction.RESPONSE), Conduct.OnError.ALLOW),
                new NetworkSettings(
                new Pricing(2, 6.5),
                new QuotaSettings(
                new SecretReference.Variable("EU_KEY"),
                new TargetSettings.Dialect("openai", "mistral"),
                new TargetSettings.Limits(Duration.ofSeconds(30), Duration.ofSeconds(300), 128_000),
                new TargetSettings.Routing(
            "^\\| `((?:pack|policies|policy|providers|kafka|topics|processing)(?:\\.[^`]+)?)`", Pattern.MULTILINE);
            assertThat(override.capabilities()).containsExactly(Capability.CODE);
            assertThat(override.chain()).containsExactly("audit-logger");
            assertThat(override.models()).containsExactly("codestral-latest", "pixtral-*");
            assertThat(override.settings()).containsValue(new AuditLoggerSettings(true, 60, true));
            assertThat(override.tenants()).containsExactly("acme");
        Configuration read = new ConfigurationReader(Path.of("/home/ada")).read(FILE);
        Matcher keys = Pattern.compile("^( *)# ( *[a-z_.]+:( .*)?)$", Pattern.MULTILINE)
        Set<String> documented = ROW.matcher(Files.readString(DOCUMENT))
        YamlFile.read(FILE, reading)
        YamlReading reading = new YamlReading("every-key.yaml");
        YamlReading reading = reading();
        assertThat(Yaml.problems(keys.replaceAll("$1$2"))).isEmpty();
        assertThat(documented).isEqualTo(reading().asked());
        assertThat(keys.replaceAll("$1$2")).contains("\n  ssl.truststore.password:\n    env: TRUSTSTORE_PASSWORD\n");
        assertThat(new ConfigurationReader()
        assertThat(read.pack()).isEqualTo(new PackSettings("every-key", "2.0.0", false));
        assertThat(read.policies().overrides()).singleElement().satisfies(override -> {
        assertThat(read.policies().settings())
        assertThat(read.policies().settings()).containsValue(new AuditLoggerSettings(true, 30, true));
        assertThat(read.policies().settings().values()).contains(dlp(), language(), quality());
        assertThat(read.processing().bounds()).isEqualTo(new Bounds(500, 32 << 20, 512 << 10, 2 << 20));
        assertThat(read.processing().idempotency())
        assertThat(read.processing().recovery())
        assertThat(read.processing().streams())
        assertThat(read.processing().waiting()).isEqualTo(new Waiting(50, 10, 1 << 20, Duration.ofMinutes(5)));
        assertThat(read.providers().circuitBreaker())
        assertThat(read.providers().fallback()).isEqualTo(new FallbackSettings(false));
        assertThat(read.providers().modelGroups())
        assertThat(read.providers().retry())
        assertThat(read.providers().strategy()).isEqualTo(Strategy.LATENCY);
        assertThat(read.providers().targets()).hasSize(2).first().isEqualTo(large());
        assertThat(read.providers().targets().get(1).key())
        assertThat(read.retention(Topic.AUDIT)).isEqualTo(Duration.ofDays(30));
        assertThat(read.topics().names())
        assertThat(read.topics().partitions()).isEqualTo(12);
        assertThat(read.topics().replicationFactor()).isEqualTo(3);
        assertThat(read.topics().retention().values().stream().map(Duration::toDays))
        assertThat(reading.finish()).isEmpty();
        assertThat(reading.given()).containsAll(reading.asked());
        return new DlpFilterSettings(
        return new LanguageValidatorSettings(
        return new QualityScorerSettings(
        return new TargetSettings(
        return reading;
        });
    @Test
    private static DlpFilterSettings dlp() {
    private static LanguageValidatorSettings language() {
    private static QualityScorerSettings quality() {
    private static TargetSettings large() {
    private static YamlReading reading() {
    private static final Path DOCUMENT = Path.of("../docs/configuration.md");
    private static final Path FILE = Path.of("src/test/resources/policy-config/every-key.yaml");
    private static final Pattern ROW = Pattern.compile(
    void takesOverEveryValue() {
    void theDocumentNamesEveryKeyOfTheReaderAndNoOther() throws IOException {
    void theExampleIsValid() {
    void theExampleIsValidWithEveryLineThatIsCommentedOut() throws IOException {
    void theFileGivesEveryKeyThatTheReaderKnows() {
    }
class EveryKeyTest {
import dev.alize.config.Bounds;
import dev.alize.config.BreakerSettings;
import dev.alize.config.Configuration;
import dev.alize.config.FallbackSettings;
import dev.alize.config.Guarantee;
import dev.alize.config.HealthProbe;
import dev.alize.config.HttpVersion;
import dev.alize.config.Idempotency;
import dev.alize.config.ModelGroupSettings;
import dev.alize.config.NetworkSettings;
import dev.alize.config.PackSettings;
import dev.alize.config.ProxySettings;
import dev.alize.config.QuotaLimit;
import dev.alize.config.QuotaSettings;
import dev.alize.config.Recovery;
import dev.alize.config.RetrySettings;
import dev.alize.config.SecretReference;
import dev.alize.config.StreamsSettings;
import dev.alize.config.TargetSettings;
import dev.alize.config.Topic;
import dev.alize.config.Waiting;
import dev.alize.config.yaml.YamlFile;
import dev.alize.config.yaml.YamlReading;
import dev.alize.domain.Capability;
import dev.alize.domain.Direction;
import dev.alize.domain.Pricing;
import dev.alize.domain.Strategy;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.audit.AuditLoggerSettings;
import dev.alize.policies.dlp.DlpFilterSettings;
import dev.alize.policies.dlp.PatternRule;
import dev.alize.policies.dlp.WordList;
import dev.alize.policies.injection.PromptInjectionSettings;
import dev.alize.policies.language.LanguageValidatorSettings;
import dev.alize.policies.pii.MarkerFormat;
import dev.alize.policies.pii.PiiSettings;
import dev.alize.policies.pii.kinds.Kind;
import dev.alize.policies.quality.AssertionSettings;
import dev.alize.policies.quality.AssertionType;
import dev.alize.policies.quality.QualityScorerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
}
