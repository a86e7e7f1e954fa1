package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.alize.config.AlertChannel;
import dev.alize.config.AlertSettings;
import dev.alize.config.AuditSettings;
import dev.alize.config.Bounds;
import dev.alize.config.BreakerSettings;
import dev.alize.config.CacheSettings;
import dev.alize.config.Configuration;
import dev.alize.config.ConsoleToken;
import dev.alize.config.FallbackSettings;
import dev.alize.config.Guarantee;
import dev.alize.config.HealthProbe;
import dev.alize.config.HttpVersion;
import dev.alize.config.Idempotency;
import dev.alize.config.IncidentSettings;
import dev.alize.config.ModelGroupSettings;
import dev.alize.config.NetworkSettings;
import dev.alize.config.PackSettings;
import dev.alize.config.ProxySettings;
import dev.alize.config.QuotaLimit;
import dev.alize.config.QuotaSettings;
import dev.alize.config.ReceiverSettings;
import dev.alize.config.ReceiverSettings.Audience;
import dev.alize.config.Recovery;
import dev.alize.config.RetrySettings;
import dev.alize.config.SecretReference;
import dev.alize.config.StreamsSettings;
import dev.alize.config.TargetSettings;
import dev.alize.config.TenantBinding;
import dev.alize.config.TenantSettings;
import dev.alize.config.TenantSettings.Claims;
import dev.alize.config.Topic;
import dev.alize.config.Waiting;
import dev.alize.config.yaml.YamlFile;
import dev.alize.config.yaml.YamlReading;
import dev.alize.diagnosis.Severity;
import dev.alize.domain.Capability;
import dev.alize.domain.Direction;
import dev.alize.domain.PriceChange;
import dev.alize.domain.Pricing;
import dev.alize.domain.Strategy;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.audit.AuditLoggerSettings;
import dev.alize.policies.budget.BudgetLimit;
import dev.alize.policies.budget.BudgetSettings;
import dev.alize.policies.dlp.DlpFilterSettings;
import dev.alize.policies.dlp.PatternRule;
import dev.alize.policies.dlp.WordList;
import dev.alize.policies.injection.PromptInjectionSettings;
import dev.alize.policies.language.LanguageValidatorSettings;
import dev.alize.policies.moderation.ExternalModerationSettings;
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
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EveryKeyTest {
    private static final Path FILE = Path.of("src/test/resources/policy-config/every-key.yaml");
    private static final Path DOCUMENT = Path.of("../docs/configuration.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `((?:pack|policies|policy|providers|kafka|topics|processing|cache|audit|incidents|alerts|console|tenants)(?:\\.[^`]+)?)`",
            Pattern.MULTILINE);

    @Test
    void takesOverEveryValue() {
        Configuration read = new ConfigurationReader(Path.of("/home/ada")).read(FILE);

        assertThat(read.pack()).isEqualTo(new PackSettings("every-key", "2.0.0", false));
        assertThat(read.policies().settings()).containsValue(new AuditLoggerSettings(true, 30, true));
        assertThat(read.policies().overrides()).singleElement().satisfies(override -> {
            assertThat(override.tenants()).containsExactly("acme");
            assertThat(override.models()).containsExactly("codestral-latest", "pixtral-*");
            assertThat(override.capabilities()).containsExactly(Capability.CODE);
            assertThat(override.chain()).containsExactly("audit-logger");
            assertThat(override.settings()).containsValue(new AuditLoggerSettings(true, 60, true));
        });
        assertThat(read.policies().settings())
                .containsValue(new PiiSettings(
                        new Conduct(Action.BLOCK, Set.of(Direction.REQUEST), Conduct.OnError.ALLOW),
                        Set.of(Kind.EMAIL_ADDRESS, Kind.FR_NIR),
                        MarkerFormat.CUSTOM,
                        "<{kind}:{n}>",
                        true,
                        List.of("FR", "CH"),
                        0.7));
        assertThat(read.policies().settings())
                .containsValue(new PromptInjectionSettings(
                        new Conduct(Action.FLAG, Set.of(Direction.REQUEST), Conduct.OnError.ALLOW),
                        0.7,
                        false,
                        false,
                        false));
        assertThat(read.policies().settings().values()).contains(dlp(), language(), quality());
        assertThat(read.policies().settings())
                .containsValue(new ExternalModerationSettings(
                        new Conduct(Action.FLAG, Set.of(Direction.REQUEST, Direction.RESPONSE), Conduct.OnError.ALLOW),
                        "large",
                        "mistral-moderation-2603",
                        Duration.ofSeconds(5),
                        List.of("selfharm", "sexual"),
                        Map.of("selfharm", 0.4),
                        16));
        assertThat(read.policies().settings())
                .containsValue(new BudgetSettings(
                        new Conduct(Action.DOWNGRADE, Set.of(Direction.REQUEST), Conduct.OnError.ALLOW),
                        0.5,
                        List.of(new BudgetLimit(List.of("acme"), List.of("mistral-large*"), 20.0, 300.0, 1e6, 2e7)),
                        "large"));
        assertThat(read.providers().strategy()).isEqualTo(Strategy.LATENCY);
        assertThat(read.providers().retry())
                .isEqualTo(new RetrySettings(3, Duration.ofMillis(500), Duration.ofSeconds(4), 0.1, 5000));
        assertThat(read.providers().circuitBreaker())
                .isEqualTo(new BreakerSettings(
                        true, 5, Duration.ofSeconds(20), 3, Duration.ofSeconds(15), 80, Duration.ofSeconds(30)));
        assertThat(read.providers().fallback()).isEqualTo(new FallbackSettings(false));
        assertThat(read.providers().modelGroups())
                .containsExactly(
                        entry("any", new ModelGroupSettings(List.of("large", "own"), List.of("default", "whatever"))),
                        entry("big-2.0", new ModelGroupSettings(List.of("large"), List.of())));
        assertThat(read.providers().targets()).hasSize(2).first().isEqualTo(large());
        assertThat(read.providers().targets().get(1).key())
                .isEqualTo(new SecretReference.InFile(FILE.resolveSibling("keys/own")));
        assertThat(read.topics().partitions()).isEqualTo(12);
        assertThat(read.topics().replicationFactor()).isEqualTo(3);
        assertThat(read.topics().names())
                .containsEntry(Topic.REQUESTS, "acme.in")
                .containsEntry(Topic.REQUESTS_INTERACTIVE, "acme.urgent")
                .containsEntry(Topic.CANCELS, "acme.stop")
                .containsEntry(Topic.RESPONSES, "acme.out")
                .containsEntry(Topic.CHUNKS, "acme.parts")
                .containsEntry(Topic.RETRIES, "acme.again")
                .containsEntry(Topic.FALLBACKS, "acme.next")
                .containsEntry(Topic.DEAD_LETTERS, "acme.dead")
                .containsEntry(Topic.AUDIT, "acme.trail")
                .containsEntry(Topic.CONTROL, "acme.steer")
                .containsEntry(Topic.QUOTA_SHARES, "acme.shares")
                .containsEntry(Topic.CACHE, "acme.answers")
                .containsEntry(Topic.AUDIT_CHECKPOINTS, "acme.seals")
                .containsEntry(Topic.ERASURES, "acme.forget")
                .containsEntry(Topic.USAGE, "acme.used")
                .containsEntry(Topic.BUDGET_CLAIMS, "acme.claims")
                .containsEntry(Topic.BUDGETS, "acme.leases")
                .containsEntry(Topic.INCIDENTS, "acme.troubles");
        assertThat(read.topics().retention().values().stream().map(Duration::toDays))
                .containsExactly(1L, 9L, 2L, 3L, 4L, 5L, 6L, 8L, 10L, 11L);
        assertThat(read.retention(Topic.AUDIT)).isEqualTo(Duration.ofDays(30));
        assertThat(read.processing().streams())
                .isEqualTo(new StreamsSettings(
                        "acme-gateway",
                        "one",
                        Path.of("/home/ada/acme"),
                        2,
                        Guarantee.EXACTLY_ONCE_V2,
                        Duration.ofMillis(20),
                        1,
                        "io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde"));
        assertThat(read.processing().bounds()).isEqualTo(new Bounds(500, 32 << 20, 512 << 10, 2 << 20));
        assertThat(read.processing().waiting()).isEqualTo(new Waiting(50, 10, 1 << 20, Duration.ofMinutes(5)));
        assertThat(read.processing().idempotency())
                .isEqualTo(new Idempotency(Duration.ofHours(48), 2000, Duration.ofMinutes(5)));
        assertThat(read.processing().recovery())
                .isEqualTo(new Recovery(1, Duration.ofSeconds(90), Duration.ofSeconds(2)));
        assertThat(read.cache())
                .isEqualTo(new CacheSettings(
                        true, Duration.ofMinutes(10), 128 << 20, 64 << 10, Duration.ofDays(2), false));
        assertThat(read.audit())
                .isEqualTo(new AuditSettings(
                        new SecretReference.InFile(FILE.resolveSibling("keys/audit")),
                        new SecretReference.Variable("SEALS"),
                        50,
                        Duration.ofSeconds(5)));
        assertThat(read.incidents())
                .isEqualTo(new IncidentSettings(
                        false,
                        Duration.ofMinutes(2),
                        0.1,
                        0.2,
                        0.02,
                        7,
                        Duration.ofSeconds(20),
                        3.5,
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(5),
                        URI.create("https://status.example/summary.json"),
                        Map.of("openai", URI.create("https://status.openai.example/api/v2/status.json"))));
        assertThat(read.alerts()).isEqualTo(alerts());
        assertThat(read.console().tokens())
                .containsExactly(
                        new ConsoleToken(
                                "on-call", ConsoleToken.Role.MITIGATE, new SecretReference.Variable("CONSOLE_TOKEN")),
                        new ConsoleToken(
                                "wall-board",
                                ConsoleToken.Role.READ,
                                new SecretReference.InFile(FILE.resolveSibling("keys/console"))));
        assertThat(read.tenants())
                .isEqualTo(new TenantSettings(
                        Claims.NONE,
                        List.of("User:operator"),
                        List.of(
                                new TenantBinding(
                                        "globex",
                                        "User:CN=globex,O=Globex",
                                        "acme.in.globex",
                                        "acme.stop.globex",
                                        "acme.out.globex",
                                        "acme.parts.globex"),
                                new TenantBinding("initech", "User:initech", "acme.in.initech", null, null, null))));
    }

    private static AlertSettings alerts() {
        return new AlertSettings(
                List.of(
                        new ReceiverSettings(
                                "team",
                                Severity.P4,
                                Audience.INTERNAL,
                                new AlertChannel.Slack(new SecretReference.Variable("SLACK_URL"))),
                        new ReceiverSettings(
                                "hook",
                                Severity.P2,
                                Audience.INTERNAL,
                                new AlertChannel.Webhook(
                                        URI.create("https://hooks.example/alize?team=1"),
                                        null,
                                        new SecretReference.InFile(FILE.resolveSibling("keys/hook")))),
                        new ReceiverSettings(
                                "pager",
                                Severity.P4,
                                Audience.INTERNAL,
                                new AlertChannel.PagerDuty(
                                        URI.create("https://events.eu.pagerduty.com/v2/enqueue"),
                                        new SecretReference.Variable("PAGER_KEY"))),
                        new ReceiverSettings(
                                "mail",
                                Severity.P3,
                                Audience.EXTERNAL,
                                new AlertChannel.Email(
                                        "smtp.example",
                                        2525,
                                        AlertChannel.Email.Security.TLS,
                                        new SecretReference.Variable("SMTP_USER"),
                                        new SecretReference.InFile(FILE.resolveSibling("keys/smtp")),
                                        "alize@example.com",
                                        List.of("status@example.com")))),
                3,
                Duration.ofSeconds(5),
                Duration.ofHours(12),
                new AlertSettings.Responses(Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ofHours(2), 2),
                new AlertSettings.Hours(ZoneId.of("Europe/Paris"), LocalTime.of(8, 30), LocalTime.of(18, 0)),
                List.of("Chat", "Search"),
                "Ask again later");
    }

    private static DlpFilterSettings dlp() {
        return new DlpFilterSettings(
                new Conduct(Action.REDACT, Set.of(Direction.REQUEST), Conduct.OnError.ALLOW),
                List.of(new PatternRule("ticket", "\\bACME-[0-9]{4,6}\\b", "<ticket>")),
                List.of(
                        new WordList("codename", List.of("Blue Heron", "Nightingale"), false, false),
                        new WordList("customer", List.of("Globex", "Initech AG"), true, true)),
                64);
    }

    private static LanguageValidatorSettings language() {
        return new LanguageValidatorSettings(
                new Conduct(Action.FLAG, Set.of(Direction.values()), Conduct.OnError.ALLOW),
                List.of("en", "fr"),
                0.9,
                40);
    }

    private static QualityScorerSettings quality() {
        return new QualityScorerSettings(
                new Conduct(Action.RETRY, Set.of(Direction.RESPONSE), Conduct.OnError.ALLOW),
                0.75,
                List.of(
                        new AssertionSettings(AssertionType.CONTAINS, "has-total", List.of("total", "EUR"), 3),
                        AssertionSettings.of(
                                AssertionType.JSON_SCHEMA, "{\"type\":\"object\",\"required\":[\"total\"]}")));
    }

    private static TargetSettings large() {
        return new TargetSettings(
                "large",
                "mistral",
                "mistral-large-latest",
                URI.create("https://api.eu.mistral.ai/v1"),
                new SecretReference.Variable("EU_KEY"),
                new TargetSettings.Limits(Duration.ofSeconds(30), Duration.ofSeconds(300), 128_000),
                new TargetSettings.Dialect("openai", "mistral"),
                "in Europe",
                new TargetSettings.Routing(
                        2.5,
                        Set.of(Capability.CHAT, Capability.TOOLS),
                        new HealthProbe(true, Duration.ofSeconds(15), Duration.ofSeconds(3))),
                new Pricing(2, 6.5, 0.2, List.of(new PriceChange(Instant.parse("2026-12-01T00:00:00Z"), 1.5, 5, 0.15))),
                new QuotaSettings(
                        "acme",
                        List.of(
                                new QuotaLimit(QuotaLimit.Kind.REQUESTS, 6, Duration.ofSeconds(1)),
                                new QuotaLimit(QuotaLimit.Kind.TOKENS, 500_000, Duration.ofMinutes(1))),
                        40),
                new NetworkSettings(
                        HttpVersion.HTTP_1_1,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(1),
                        FILE.resolveSibling("company-ca.pem"),
                        new ProxySettings.Fixed(
                                "proxy.example",
                                3128,
                                new ProxySettings.Login(
                                        new SecretReference.Variable("PROXY_USER"),
                                        new SecretReference.InFile(FILE.resolveSibling("keys/proxy"))))));
    }

    @Test
    void theFileGivesEveryKeyThatTheReaderKnows() {
        YamlReading reading = reading();

        assertThat(reading.given())
                .containsAll(reading.asked().stream()
                        // A reference has one of two keys, and these blocks stand only once.
                        .filter(key -> !key.matches("(audit|alerts)\\..*_ref\\.(env|file)"))
                        .toList());
    }

    @Test
    void theDocumentNamesEveryKeyOfTheReaderAndNoOther() throws IOException {
        Set<String> documented = ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());

        assertThat(documented).isEqualTo(reading().asked());
    }

    @Test
    void theExampleIsValid() {
        assertThat(new ConfigurationReader()
                        .read(Path.of("examples/policy-config.yaml"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void theExampleIsValidWithEveryLineThatIsCommentedOut() throws IOException {
        Matcher keys = Pattern.compile("^( *)# ( *[a-z_.]+:( .*)?)$", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("examples/policy-config.yaml")));

        assertThat(keys.replaceAll("$1$2")).contains("\n  ssl.truststore.password:\n    env: TRUSTSTORE_PASSWORD\n");
        assertThat(Yaml.problems(keys.replaceAll("$1$2"))).isEmpty();
    }

    private static YamlReading reading() {
        YamlReading reading = new YamlReading("every-key.yaml");
        YamlFile.read(FILE, reading)
                .ifPresent(root -> ConfigurationReader.read(root, new Paths(Path.of("/"), FILE.resolveSibling(""))));
        assertThat(reading.finish()).isEmpty();
        return reading;
    }
}
