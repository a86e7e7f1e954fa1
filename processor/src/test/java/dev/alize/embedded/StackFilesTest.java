package dev.alize.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFilesTest {
    @TempDir
    private Path repository;

    @Test
    void missingJarsAreReportedWithTheCommandThatBuildsThem() {
        assertThatThrownBy(() -> StackFiles.among(StackFiles.besides(repository.resolve("x.jar")), ""))
                .isInstanceOf(StackStartException.class)
                .hasMessageContaining(repository.resolve("stack").toString())
                .hasMessageContaining("mvn -pl processor/stack generate-resources");
    }

    @Test
    void jarsAreFoundFromTheJarAndFromTheClassDirectoryOfABuild() throws IOException {
        Path stack = fill(repository.resolve("processor/stack/target/stack"));

        for (String code : new String[] {"processor/target/processor-1.jar", "processor/target/classes"}) {
            StackFiles found = StackFiles.among(StackFiles.besides(repository.resolve(code)), "");
            assertThat(found.directory()).isEqualTo(stack);
            assertThat(found.brokerJars()).containsExactly(stack.resolve("broker/kafka.jar"));
        }
    }

    @Test
    void jarsBesideTheDistributionAreFoundFirst() throws IOException {
        fill(repository.resolve("processor/stack/target/stack"));
        Path stack = fill(repository.resolve("processor/target/stack"));

        assertThat(StackFiles.among(StackFiles.besides(repository.resolve("processor/target/processor-1.jar")), "")
                        .directory())
                .isEqualTo(stack);
    }

    private static Path fill(Path stack) throws IOException {
        Files.createDirectories(stack.resolve("broker"));
        Files.createDirectories(stack.resolve("registry"));
        Files.createFile(stack.resolve("broker/kafka.jar"));
        Files.createFile(stack.resolve("registry/quarkus-run.jar"));
        return stack;
    }
}
