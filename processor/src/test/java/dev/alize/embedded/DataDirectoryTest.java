package dev.alize.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path parent;

    @Test
    void keepsAGivenDirectoryAndItsContent() throws IOException {
        Path given = parent.resolve("new/data");
        try (DataDirectory data = DataDirectory.open(given)) {
            Files.writeString(data.directory("broker").resolve("file"), "kept");
        }
        assertThat(given.resolve("broker/file")).hasContent("kept");
    }

    @Test
    void deletesATemporaryDirectoryWithItsContent() throws IOException {
        Path root;
        try (DataDirectory data = DataDirectory.open(null)) {
            root = data.root();
            Files.writeString(data.directory("broker/data").resolve("file"), "gone");
            assertThat(data.kept()).isFalse();
        }
        assertThat(root).doesNotExist();
    }

    @Test
    void refusesADirectoryInUseAndTakesItAfterwards() {
        try (DataDirectory first = DataDirectory.open(parent)) {
            assertThatThrownBy(() -> DataDirectory.open(parent))
                    .isInstanceOf(StackStartException.class)
                    .hasMessageContaining(first.root().toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        DataDirectory.open(parent).close();
    }

    @Test
    void saysWhichDirectoryCannotBeUsed() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
                .isInstanceOf(StackStartException.class)
                .hasMessageContaining("Cannot use " + file.resolve("below"));
    }

    @Test
    void sweepsOldLeftoversThatNobodyHasLocked() throws IOException {
        Path leftover =
                Files.createDirectories(parent.resolve("alize-stack-1/broker")).getParent();
        Path foreign = Files.createDirectory(parent.resolve("something-else"));
        Path locked = parent.resolve("alize-stack-2");
        try (DataDirectory running = DataDirectory.open(locked)) {
            DataDirectory.sweep(parent, Instant.now().minusSeconds(60));
            assertThat(leftover).exists();

            DataDirectory.sweep(parent, Instant.now().plusSeconds(60));

            assertThat(leftover).doesNotExist();
            assertThat(foreign).exists();
            assertThat(running.root()).exists();
        }
    }

    @Test
    void neitherASweepNorASecondStartInTheSameProcessLetsAnotherProcessIn() throws Exception {
        Path used = parent.resolve("alize-stack-3");
        try (DataDirectory running = DataDirectory.open(used)) {
            DataDirectory.sweep(parent, Instant.now().plusSeconds(60));
            assertThatThrownBy(() -> DataDirectory.open(used)).isInstanceOf(StackStartException.class);

            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Sweeper.class.getName(),
                            parent.toString())
                    .inheritIO()
                    .start();

            assertThat(other.waitFor()).isZero();
            assertThat(running.root()).exists();
        }
    }

    /** Another process that sweeps. */
    static final class Sweeper {
        private Sweeper() {}

        public static void main(String[] args) throws IOException {
            DataDirectory.sweep(Path.of(args[0]), Instant.now().plusSeconds(60));
        }
    }
}
