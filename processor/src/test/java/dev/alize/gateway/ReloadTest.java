package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@SuppressWarnings("NullAway.Init") // set before each test
class ReloadTest {
    private static final String FIRST = """
            policies:
              chain: [audit-logger]
            providers:
              targets:
                - {id: a, provider: mistral, model: mistral-small-latest, timeout_seconds: 30}
            """;
    private static final String SECOND = FIRST.replace("30", "20");

    @TempDir
    Path directory;

    private final Logger logger = (Logger) LoggerFactory.getLogger(Reload.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Configuration> followed = new ArrayList<>();
    private Path file;
    private Reload reload;

    @BeforeEach
    void open() throws IOException {
        file = directory.resolve("policy-config.yaml");
        Files.writeString(file, FIRST);
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        Environment environment = new Environment(Map.of("MISTRAL_API_KEY", "key"), InstantSource.system());
        reload = new Reload(file, new ConfigurationReader().read(file), environment, followed::add);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            reload.look();
        }
    }

    private String said() {
        StringBuilder said = new StringBuilder();
        log.list.forEach(event -> said.append(event.getLevel())
                .append(' ')
                .append(event.getMessage())
                .append(' ')
                .append(event.getKeyValuePairs())
                .append('\n'));
        return said.toString();
    }

    @Test
    void followsAChangeAndNamesItsKeysButNoValues() throws IOException {
        look(3);
        assertThat(log.list).isEmpty();
        Files.writeString(file, SECOND);
        look(3);

        assertThat(followed).hasSize(1);
        assertThat(followed.getFirst().providers().targets().getFirst().limits().timeout())
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(log.list).hasSize(1);
        assertThat(said())
                .startsWith("INFO The configuration has changed")
                .contains(
                        "providers.targets[0].timeout_seconds",
                        followed.getFirst().version())
                .doesNotContain("20 ", "PT20S");
    }

    @Test
    void followsALinkThatIsSwapped() throws IOException {
        Path old = Files.writeString(directory.resolve("old"), FIRST);
        Path swapped = Files.writeString(directory.resolve("new"), SECOND);
        Files.delete(file);
        Files.createSymbolicLink(file, old);
        look(3);
        Path link = Files.createSymbolicLink(directory.resolve("link"), swapped);
        Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
        look(3);

        assertThat(followed).hasSize(1);
    }

    @Test
    void saysAllProblemsOnceAndKeepsTheOldOne() throws IOException {
        Files.writeString(file, FIRST.replace("30", "soon") + "polices: {}\n");
        look(5);

        assertThat(followed).isEmpty();
        assertThat(log.list).hasSize(1);
        assertThat(said()).startsWith("WARN").contains("policy-config.yaml:5", "policy-config.yaml:6", "polices");

        Files.writeString(file, FIRST);
        look(3);
        assertThat(said()).contains("INFO The configuration file is again the one in force");
        Files.writeString(file, SECOND);
        look(3);
        assertThat(followed).hasSize(1);
    }

    @Test
    void refusesTheWholeFileWhereOneKeyNeedsARestart() throws IOException {
        Files.writeString(file, SECOND.replace("[audit-logger]", "[]") + "processing: {threads: 2}\n");
        look(3);

        assertThat(followed).isEmpty();
        assertThat(said())
                .contains("WARN", "need a restart: policies.chain, policy.audit-logger.immutable, processing.threads");
    }

    @Test
    void refusesAKeyThatCannotBeReadAndASwitchedOffFile() throws IOException {
        Files.writeString(
                file, "pack: {enabled: false}\n" + FIRST.replace("30}", "30, secret_key_ref: {env: NOT_SET}}"));
        look(3);

        assertThat(followed).isEmpty();
        assertThat(said()).contains("pack.enabled", "NOT_SET");
    }

    @Test
    void waitsForAFileThatIsBeingReplaced() throws IOException {
        look(2);
        Files.delete(file);
        look(1);
        Files.writeString(file, SECOND.substring(0, 40));
        look(1);
        Files.writeString(file, SECOND);
        look(2);

        assertThat(followed).hasSize(1);
        assertThat(said()).doesNotContain("WARN");
        Files.delete(file);
        look(5);
        assertThat(log.list).hasSize(2);
        assertThat(said()).contains("no such file");
    }
}
