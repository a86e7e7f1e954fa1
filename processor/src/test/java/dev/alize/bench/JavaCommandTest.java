package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaCommandTest {
    @Test
    void runsAlizeUnderTheLauncherWithOurClassPath() {
        List<String> line =
                JavaCommand.ofThisProcess().with(List.of("-Xmx256m")).line(Path.of("/tmp/p"), List.of("run"));
        assertThat(line.getFirst()).startsWith(System.getProperty("java.home"));
        assertThat(line).containsSubsequence("-Xmx256m", "-cp", System.getProperty("java.class.path"));
        assertThat(line).endsWith("keep", "/tmp/p/launcher.lock", "dev.alize.cli.Alize", "run");
        assertThat(line).noneMatch(option -> option.startsWith("-agent") || option.startsWith("-javaagent"));
    }
}
