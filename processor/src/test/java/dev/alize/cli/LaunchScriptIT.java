package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code processor/bin/alize} in a repository of its own, with a main class that prints what it was given. */
@DisabledOnOs(OS.WINDOWS)
class LaunchScriptIT {
    private static final Path JDK = Path.of(System.getProperty("java.home"));
    private static final String MAIN = """
            package dev.alize.cli;
            public class Alize {
                public static void main(String[] args) {
                    System.out.println("args=" + String.join("|", args));
                    System.out.println("option=" + System.getProperty("from") + " home=" + System.getProperty("java.home"));
                    System.out.println("once=" + java.lang.management.ManagementFactory.getRuntimeMXBean()
                            .getInputArguments().contains("-XX:TieredStopAtLevel=1"));
                    System.out.println("pid=" + ProcessHandle.current().pid());
                    System.out.println("mapped=" + java.lang.management.ManagementFactory.getRuntimeMXBean()
                            .getInputArguments().stream().anyMatch(word -> word.startsWith("-XX:SharedArchiveFile=")));
                    System.exit(Integer.getInteger("code", 7));
                }
            }
            """;

    @TempDir
    private Path temporary;

    private Path repository;
    private Path script;

    @BeforeEach
    void copyTheScript() throws IOException {
        repository = temporary.resolve("a repository");
        script = repository.resolve("processor/bin/alize");
        Files.createDirectories(script.getParent());
        Files.copy(Path.of("bin/alize"), script);
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void becomesTheJavaProcessFromAnyDirectoryThroughALinkWithArgumentsAndExitCodeUnchanged() throws Exception {
        writeJar("processor-1.jar");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("a repository/processor/bin/alize"));

        Run run = run(
                link, Map.of("JAVA_HOME", JDK.toString(), "ALIZE_OPTS", "-Dfrom=options"), "batch", "two words", "*");

        assertThat(run.output()).contains("args=batch|two words|*", "option=options home=" + JDK.toRealPath());
        assertThat(run.output()).contains("pid=" + run.pid());
        assertThat(run.exitCode()).isEqualTo(7);
    }

    @Test
    void compilesOnceWhereACommandIsShort() throws Exception {
        writeJar("processor-1.jar");
        Map<String, String> environment = Map.of("JAVA_HOME", JDK.toString());

        assertThat(run(script, environment, "audit", "show", "r-1").output()).contains("once=true");
        assertThat(run(script, environment, "audit", "verify").output()).contains("once=false");
        assertThat(run(script, environment, "run").output()).contains("once=false");
    }

    @Test
    void keepsTheClassesOfAShortCommandThatEndedWell() throws Exception {
        writeJar("processor-1.jar");
        Path target = repository.resolve("processor/target");
        Map<String, String> failing = Map.of("JAVA_HOME", JDK.toString());
        Map<String, String> environment = Map.of("JAVA_HOME", JDK.toString(), "ALIZE_OPTS", "-Dcode=0");

        assertThat(run(script, failing, "audit", "show", "r-1").exitCode()).isEqualTo(7);
        assertThat(target).isDirectoryNotContaining("glob:**.jsa*");
        assertThat(run(script, environment, "run").output()).contains("mapped=false");
        assertThat(target).isDirectoryNotContaining("glob:**.jsa*");

        Run first = run(script, environment, "audit", "show", "two words");
        assertThat(first.output()).contains("args=audit|show|two words", "mapped=false");
        assertThat(first.exitCode()).isZero();
        assertThat(target).isDirectoryContaining("glob:**.jsa");
        Run second = run(script, environment, "audit", "show", "two words");
        assertThat(second.output()).contains("args=audit|show|two words", "mapped=true");
        assertThat(second.output().lines()).hasSameSizeAs(first.output().lines().toList());
        assertThat(run(script, failing, "audit", "show", "r-1").exitCode()).isEqualTo(7);
    }

    @Test
    void refusesAJdkThatIsTooOld() throws Exception {
        Path old = temporary.resolve("old");
        Files.createDirectories(old.resolve("bin"));
        assertThat(Files.createFile(old.resolve("bin/java")).toFile().setExecutable(true))
                .isTrue();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");

        Run run = run(script, Map.of("ALIZE_JAVA_HOME", old.toString()));

        assertThat(run.output()).contains("ALIZE_JAVA_HOME is " + old, "JDK 21 or later");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void buildsOnFirstUseAndRunsWhatWasBuilt() throws Exception {
        Path jar = writeJar("built");
        Path tools = withMaven("echo \"mvn in $PWD: $*\"; mv '%s' processor/target/processor-1.jar".formatted(jar));

        Run run = run(script, Map.of("JAVA_HOME", JDK.toString(), "PATH", tools + ":" + System.getenv("PATH")), "lint");

        assertThat(run.output())
                .contains("first use, building", "mvn in " + repository.toRealPath() + ":", "args=lint");
        assertThat(run.exitCode()).isEqualTo(7);
    }

    @Test
    void saysHowToRepeatABuildThatFailed() throws Exception {
        Path tools = withMaven("exit 1");

        Run run = run(script, Map.of("JAVA_HOME", JDK.toString(), "PATH", tools + ":" + System.getenv("PATH")));

        assertThat(run.output()).contains("the build failed", "mvn -DskipTests package");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void refusesToChooseBetweenTwoBuilds() throws Exception {
        writeJar("processor-1.jar");
        writeJar("processor-2.jar");

        Run run = run(script, Map.of("JAVA_HOME", JDK.toString()));

        assertThat(run.output()).contains("expected one processor-*.jar", "got 2", "clean package");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private Path withMaven(String commands) throws IOException {
        Path tools = Files.createDirectories(temporary.resolve("tools"));
        Path maven = Files.writeString(tools.resolve("mvn"), "#!/bin/sh\n" + commands + "\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        return tools;
    }

    private Path writeJar(String name) throws IOException {
        Path source = Files.writeString(temporary.resolve("Alize.java"), MAIN);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        new ByteArrayOutputStream(),
                        "-proc:none",
                        "-d",
                        temporary.toString(),
                        source.toString());
        assertThat(result).isZero();
        Path jar =
                Files.createDirectories(repository.resolve("processor/target")).resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            entries.putNextEntry(new JarEntry("dev/alize/cli/Alize.class"));
            Files.copy(temporary.resolve("dev/alize/cli/Alize.class"), entries);
        }
        return jar;
    }

    private Run run(Path command, Map<String, String> environment, String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.add(0, command.toString());
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(temporary.toFile()).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeAll(List.of("ALIZE_JAVA_HOME", "JAVA_OPTS", "ALIZE_OPTS", "JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.pid(), output, process.waitFor());
    }

    /** What a run of the script printed to both its streams, and how it ended. */
    private record Run(long pid, String output, int exitCode) {}
}
