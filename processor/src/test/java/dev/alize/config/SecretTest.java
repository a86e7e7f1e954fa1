package dev.alize.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Environment environment = new Environment(Map.of("KEY", "hunter2", "EMPTY", ""), () -> now);

    @Test
    void comesFromAnEnvironmentVariable() {
        assertThat(new SecretReference.Variable("KEY").in(environment).reveal()).isEqualTo("hunter2");
    }

    @Test
    void namesAVariableThatIsNotSetOrEmpty() {
        assertThatThrownBy(() ->
                        new SecretReference.Variable("NONE").in(environment).reveal())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("env NONE: the environment variable is not set or empty; expected a secret");
        assertThatThrownBy(() ->
                        new SecretReference.Variable("EMPTY").in(environment).reveal())
                .hasMessageStartingWith("env EMPTY: ");
    }

    @Test
    void comesFromAFileWithoutItsLastLineBreaks() throws IOException {
        assertThat(write("hunter2\r\n\n").reveal()).isEqualTo("hunter2");
    }

    @Test
    void isReadAgainWhenTheFileHasChanged() throws IOException {
        Secret secret = write("old");
        assertThat(secret.reveal()).isEqualTo("old");

        write("new");
        now = now.plus(A_SECOND);

        assertThat(secret.reveal()).isEqualTo("new");
    }

    @Test
    void isNotLookedAtMoreThanOnceASecond() throws IOException {
        Secret secret = write("old");
        assertThat(secret.reveal()).isEqualTo("old");

        write("new");
        now = now.plusMillis(999);
        assertThat(secret.reveal()).isEqualTo("old");

        now = now.plusMillis(1);
        assertThat(secret.reveal()).isEqualTo("new");
    }

    @Test
    void isNotReadAgainWhileTheModificationTimeIsTheSame() throws IOException {
        Path file = directory.resolve("key");
        Secret secret = write("old");
        FileTime modified = Files.getLastModifiedTime(file);
        assertThat(secret.reveal()).isEqualTo("old");

        Files.writeString(file, "new");
        Files.setLastModifiedTime(file, modified);
        now = now.plus(A_SECOND);

        assertThat(secret.reveal()).isEqualTo("old");
    }

    @Test
    void namesAFileThatIsMissingOrEmptyAndRecovers() throws IOException {
        Path file = directory.resolve("key");
        Secret secret = new SecretReference.InFile(file).in(environment);
        assertThatThrownBy(secret::reveal)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("file " + file + ": the file does not exist; expected a secret");

        write("\n");
        now = now.plus(A_SECOND);
        assertThatThrownBy(secret::reveal).hasMessage("file " + file + ": the file is empty; expected a secret");

        write("there");
        now = now.plus(A_SECOND);
        assertThat(secret.reveal()).isEqualTo("there");
    }

    @Test
    void isLookedAtAgainWhenTheClockWasSetBack() throws IOException {
        Secret secret = write("old");
        assertThat(secret.reveal()).isEqualTo("old");

        write("new");
        now = now.minus(Duration.ofDays(1));

        assertThat(secret.reveal()).isEqualTo("new");
    }

    @Test
    void showsWhereItComesFromAndNeverItsText() {
        SecretReference given = new SecretReference.Given("hunter2");

        assertThat(new SecretReference.Variable("KEY").in(environment)).hasToString("env KEY");
        assertThat(new SecretReference.InFile(Path.of("/k")).in(environment)).hasToString("file /k");
        assertThat(given.in(environment)).hasToString("given by the program");
        assertThat(given).hasToString("given by the program");
        assertThat(given.in(environment).reveal()).isEqualTo("hunter2");
        assertThat(environment.toString()).contains("KEY").doesNotContain("hunter2");
    }

    /** Each call gives the file a modification time of its own, however coarse the clock of the file system is. */
    private Secret write(String text) throws IOException {
        Path file = directory.resolve("key");
        long before = Files.exists(file) ? Files.getLastModifiedTime(file).toMillis() : 0;
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(before + 10_000));
        return new SecretReference.InFile(file).in(environment);
    }
}
