package dev.alize.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.client.BadInputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final String CANARY = "canary-Zq7w9";
    private final Scrubber scrubber = Scrubber.of(Map.of("A_KEY", CANARY), List.of());

    @TempDir
    Path directory;

    @Test
    void whatIsMissingIsListedAndTheRestIsThere() throws Exception {
        Path log = Files.writeString(
                directory.resolve("alize.log"),
                "10:00:00.000 INFO  [main] d.a.X Hello key=\"" + CANARY + "\"\nraw line\n");
        Path target = directory.resolve("evidence.tar.gz");

        List<Archive.Part> parts = archive(List.of(
                        new LogCollector(log, 1, scrubber),
                        new LogCollector(directory.resolve("missing.log"), 2, scrubber),
                        new PageCollector(URI.create("http://127.0.0.1:1/metrics"), scrubber),
                        kubectl("/nowhere/kubectl")))
                .write(target);

        assertThat(parts).extracting(Archive.Part::collected).containsExactly(true, false, false, false);
        Map<String, String> files = Unpacked.of(target);
        assertThat(files.keySet())
                .containsExactlyInAnyOrder("evidence/MANIFEST.md", "evidence/SHA256SUMS", "evidence/logs/1-alize.log");
        assertThat(files.get("evidence/MANIFEST.md"))
                .contains("| kubernetes | no | /nowhere/kubectl cannot be run |", "no answer from 127.0.0.1:1");
        assertThat(files.get("evidence/SHA256SUMS")).contains("  MANIFEST.md", "  logs/1-alize.log");
        assertThat(files.values()).noneMatch(text -> text.contains(CANARY) || text.contains("raw line"));
        assertThat(left()).containsExactlyInAnyOrder("alize.log", "evidence.tar.gz");
    }

    @Test
    void kubectlIsAskedAndItsAnswersAreFiltered() throws Exception {
        Path kubectl = Files.writeString(directory.resolve("kubectl"), """
                #!/bin/sh
                case "$*" in
                *"get events"*) echo '{"items":[{"reason":"BackOff","message":"token=%1$s","involvedObject":{"kind":"Pod","name":"a"}}]}';;
                *"get dep"*) echo '{"items":[{"kind":"Pod","spec":{"env":[{"name":"X","value":"%1$s"}]}}]}';;
                *logs*) echo '[pod/a/b] 10:00:00.000 INFO  [main] d.a.X Hi'; echo 'Tell me about %1$s';;
                esac
                """.formatted("canary-of-kube"));
        assertThat(kubectl.toFile().setExecutable(true)).isTrue();
        Path target = directory.resolve("evidence.tar.gz");

        archive(List.of(kubectl(kubectl.toString()))).write(target);

        Map<String, String> files = Unpacked.of(target);
        assertThat(files.get("evidence/kubernetes/events.jsonl")).contains("BackOff", "Pod/a");
        assertThat(files.get("evidence/kubernetes/workloads.yaml")).contains("name: X", "value: (removed)");
        assertThat(files.get("evidence/kubernetes/pods.log")).contains("d.a.X Hi");
        assertThat(files.values()).noneMatch(text -> text.contains("canary"));
    }

    @Test
    void aFullDiskLeavesNoFile() throws Exception {
        Collector full = new Collector() {
            @Override
            public String name() {
                return "large";
            }

            @Override
            public String collect(Path into) throws IOException {
                Files.writeString(into.resolve("part"), "x");
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> archive(List.of(full)).write(directory.resolve("evidence.tar.gz")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("evidence.tar.gz: got No space left on device");
        assertThat(left()).isEmpty();
    }

    @Test
    void aMissingDirectoryIsNamed() {
        Path target = directory.resolve("no/evidence.tar.gz");
        assertThatThrownBy(() -> archive(List.of()).write(target)).hasMessageContaining("got no such directory");
    }

    @Test
    void aDirectoryIsNotReplaced() {
        assertThatThrownBy(() -> archive(List.of()).write(directory)).hasMessageContaining("got a directory");
    }

    @Test
    void aDeviceIsNotReplaced() {
        assertThatThrownBy(() -> archive(List.of()).write(Path.of("/dev/null")))
                .hasMessageContaining("/dev/null: got no regular file");
    }

    private Archive archive(List<Collector> collectors) {
        return new Archive(collectors, List.of("time: today"), scrubber, InstantSource.fixed(NOW));
    }

    private KubeCollector kubectl(String program) {
        return new KubeCollector(
                new KubeCollector.Question(program, null, "app=alize", NOW, Duration.ofSeconds(5)), scrubber);
    }

    private List<String> left() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
