package dev.alize.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.diagnosis.Severity;
import dev.alize.simulator.SimulatedMistral;
import dev.alize.simulator.SimulatorOptions;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Looks at a simulated Mistral, from the configuration to the diagnosis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TargetLookTest {
    private static final String CANARY = "canary-0123456789-abcdefghijklmnop";
    private static final Environment ENVIRONMENT =
            new Environment(Map.of("MISTRAL_API_KEY", CANARY, "HTTP_PROXY", "no url: at all"), InstantSource.system());

    @TempDir
    private static Path dir;

    private SimulatedMistral simulator;

    @BeforeAll
    void start() {
        simulator = SimulatedMistral.start(SimulatorOptions.DEFAULT.withApiKey(CANARY));
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    private Finding look(String more) throws InterruptedException {
        return look(simulator.baseUrl().toString(), more);
    }

    private static Finding look(String url, String more) throws InterruptedException {
        var configuration = new ConfigurationReader().parse("test", """
                providers:
                  targets:
                    - {id: large, provider: mistral, model: mistral-large-latest, base_url: "%s"%s}
                """.formatted(url, more));
        List<Finding> findings = new TargetLook(
                        configuration.providers().targets().getFirst(),
                        ENVIRONMENT,
                        new Remedies(List.of("large")),
                        Duration.ofSeconds(2))
                .look();
        assertThat(findings.toString()).doesNotContain(CANARY, CANARY.substring(0, 9));
        return findings.getFirst();
    }

    @Test
    void aGoodTargetIsFine() throws InterruptedException {
        simulator.behave(Behaviour.GOOD);
        Finding finding = look("");
        assertThat(finding.severity()).as(finding.toString()).isNull();
        assertThat(finding.facts())
                .contains(new Fact("key", "env MISTRAL_API_KEY, 34 characters, begins with canary-0..."));
    }

    @ParameterizedTest
    @CsvSource({
        "401, , P1, the key is refused",
        "403, , P1, no right",
        "429, 1300, P2, our quota",
        "429, 3505, P2, backend is full",
        "503, 3505, P2, backend is full",
        "500, , P2, the provider fails",
        "503, , P2, the provider fails"
    })
    void eachStatusHasItsDiagnosis(int status, @Nullable String code, Severity severity, String says)
            throws InterruptedException {
        simulator.behave(
                Behaviour.GOOD.with(Rule.of(Match.EVERYTHING, new Reaction.Refuse(status, code, null, Map.of()))));
        Finding finding = look("");
        assertThat(finding.severity()).isEqualTo(severity);
        assertThat(finding.says()).startsWith(String.valueOf(status)).contains(says);
    }

    @Test
    void aKeyThatEchoesIsNotPrinted() throws InterruptedException {
        simulator.behave(Behaviour.GOOD.with(Rule.of(
                Match.EVERYTHING,
                new Reaction.Refuse(
                        401, null, "{\"message\":\"bad key " + CANARY + "\",\"code\":\"" + CANARY + "\"}", Map.of()))));
        assertThat(look("").says()).contains("the key is refused");
    }

    @Test
    void aTargetThatHangsIsATimeout() throws InterruptedException {
        simulator.behave(Behaviour.GOOD.with(Rule.of(Match.EVERYTHING, new Reaction.Hang())));
        assertThat(look("").says()).startsWith("no answer in time");
    }

    @Test
    void aKeyThatIsMissingIsNamedByItsReference() throws InterruptedException {
        Finding finding = look(", secret_key_ref: {env: NOT_SET}");
        assertThat(finding.severity()).isEqualTo(Severity.P1);
        assertThat(finding.says()).startsWith("the key cannot be used");
        assertThat(finding.toString()).contains("env NOT_SET: the environment variable is not set or empty");
    }

    @Test
    void aKeyInAFileIsFollowed() throws InterruptedException, IOException {
        Path key = Files.writeString(dir.resolve("key"), "another-canary-of-some-length\n");
        simulator.behave(Behaviour.GOOD);
        Finding finding = look(", secret_key_ref: {file: \"" + key + "\"}");
        assertThat(finding.severity()).isEqualTo(Severity.P1);
        assertThat(finding.remedies().getFirst().says()).contains("it is read again without a restart");
        assertThat(finding.toString()).doesNotContain("another-canary");
    }

    @Test
    void nobodyThereAndNoSuchNameAreToldApart() throws InterruptedException {
        assertThat(look("http://127.0.0.1:1/v1", "").says()).startsWith("the connection is refused");
        Finding unknown = look("http://nothing.invalid/v1", "");
        assertThat(unknown.says()).startsWith("the host's name has no address");
        assertThat(unknown.facts()).extracting(Fact::text).anyMatch(text -> text.contains("has no address ("));
    }

    @Test
    void aCaFileThatIsMissingAndAProxyThatIsNoneAreNamed() throws InterruptedException {
        assertThat(look(", ca_file: \"" + dir.resolve("missing.pem") + "\"").toString())
                .contains("missing.pem");
        Finding proxy = look(", proxy: {from_environment: true}");
        assertThat(proxy.says()).startsWith("the proxy does not let us through");
        assertThat(proxy.toString()).contains("HTTP_PROXY").doesNotContain("no url: at all");
    }
}
