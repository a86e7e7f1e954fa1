package dev.alize.connect.batch.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.connect.batch.BatchEnd;
import dev.alize.connect.batch.BatchEnd.Ending;
import dev.alize.connect.batch.LineId;
import dev.alize.schemas.Status;
import dev.alize.schemas.batch.ResultLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final String BATCH = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "ffffffffffffffffffffffffffffffff";
    private static final TopicPartition RESPONSES = new TopicPartition("llm.responses", 0);

    @TempDir
    Path directory;

    /** Stands for a kill. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** One record of the topics. */
    private sealed interface Record {
        record Answer(String batch, long line, Status status) implements Record {}

        record End(String batch, String file, long requests) implements Record {}
    }

    @Test
    void givesACompleteBatchItsFilesAndItsManifest() throws Exception {
        try (OutputDirectory output = open(Steps.none())) {
            give(output, topic(5), 0, 100);
        }

        assertThat(names()).containsExactly("a.errors.jsonl", "a.manifest.json", "a.output.jsonl");
        JsonNode manifest = manifest("a");
        assertThat(manifest.path("batch_id").asText()).isEqualTo(BATCH);
        assertThat(manifest.path("answers").toString())
                .isEqualTo("{\"completed\":4,\"blocked\":1,\"failed\":0,\"expired\":0,\"cancelled\":0}");
        assertThat(manifest.at("/output/lines").asInt()).isEqualTo(4);
        assertThat(manifest.at("/output/sha256").asText()).isEqualTo(sha256("a.output.jsonl"));
        assertThat(manifest.at("/errors/sha256").asText()).isEqualTo(sha256("a.errors.jsonl"));
    }

    @Test
    void writesEachLineOnceWhereverItIsKilled() throws Exception {
        List<Record> topic = topic(9);
        int killings = 0;
        boolean survived = false;
        for (int step = 1; !survived; step++) {
            Path own = Files.createDirectory(directory.resolve("kill-" + step));
            survived = !runKilledAt(own, topic, step);
            assertComplete(own, 9);
            killings++;
        }
        assertThat(killings).isGreaterThan(40);
    }

    @Test
    void writesEachLineOnceHoweverOftenItIsKilled() throws Exception {
        for (int between = 5; between <= 40; between += 7) {
            Path own = Files.createDirectory(directory.resolve("often-" + between));
            boolean done = false;
            for (int rounds = 0; !done && rounds < 200; rounds++) {
                int allowed = between + rounds;
                done = !runOnceKilledAt(own, topic(9), allowed);
            }
            assertThat(done).isTrue();
            assertComplete(own, 9);
        }
    }

    @Test
    void passesOverAnswersThatComeTwiceOrTooLate() throws IOException {
        try (OutputDirectory output = open(Steps.none())) {
            List<Record> topic = new ArrayList<>(topic(3));
            topic.add(1, topic.get(0));
            topic.addAll(topic(3));
            give(output, topic, 0, 2);
            output.checkpoint();
        }

        assertThat(lines("a.output.jsonl")).hasSize(2);
        assertThat(lines("a.errors.jsonl")).hasSize(1);
        assertThat(names()).hasSize(3);
        assertThat(directory.resolve(".alize/open")).isEmptyDirectory();
    }

    @Test
    void goesOnWhereACompleteBatchIsTakenBeforeItIsNoted() throws IOException {
        Steps killing = step -> {
            if (step.startsWith("write ." + BATCH) && !step.contains("manifest")) {
                throw new Killed();
            }
        };
        try (OutputDirectory output = open(killing)) {
            assertThatThrownBy(() -> give(output, topic(3), 0, 100)).isInstanceOf(Killed.class);
        }
        assertThat(names()).hasSize(3);
        for (String name : names()) {
            Files.delete(directory.resolve(name));
        }

        try (OutputDirectory output = open(Steps.none())) {
            give(output, topic(3), 0, 100);
            output.checkpoint();
        }
        assertThat(names()).isEmpty();
        assertThat(directory.resolve(".alize/open")).isEmptyDirectory();
    }

    @Test
    void givesTwoBatchesOfTheSameNameNumbers() throws IOException {
        try (OutputDirectory output = open(Steps.none())) {
            give(output, List.of(new Record.End(BATCH, "a.jsonl", 0), new Record.End(OTHER, "a.jsonl.gz", 0)), 0, 100);
        }

        assertThat(names()).contains("a.manifest.json", "a.2.manifest.json").hasSize(6);
    }

    @Test
    void writesABatchWhateverItsFileIsCalled() throws IOException {
        try (OutputDirectory output = open(Steps.none())) {
            give(
                    output,
                    List.of(
                            new Record.End(BATCH, "x".repeat(255), 0),
                            new Record.End(OTHER, "a\nb\u0007.jsonl", 0),
                            new Record.End(OTHER.replace('f', 'e'), "\u00e9\ud83d\ude00".repeat(40), 0)),
                    0,
                    100);
        }

        assertThat(names())
                .hasSize(9)
                .contains("x".repeat(200) + ".manifest.json", "a_b_.manifest.json")
                .allMatch(name -> name.length() < 255);
    }

    @Test
    void takesTheAnswersOfAnotherTenantForAnotherBatch() throws IOException {
        try (OutputDirectory output = open(Steps.none())) {
            output.append(new BatchKey("mallory", BATCH), List.of(answer(BATCH, 1, Status.COMPLETED)));
            output.ended(end(BATCH, "a.jsonl", 1));
            output.publishComplete();
            assertThat(names()).isEmpty();

            output.append(new BatchKey("acme", BATCH), List.of(answer(BATCH, 1, Status.COMPLETED)));
            output.publishComplete();
            assertThat(names()).hasSize(3);
        }
    }

    @Test
    void countsNoAnswerBehindTheLastLine() throws IOException {
        try (OutputDirectory output = open(Steps.none())) {
            output.append(new BatchKey("acme", BATCH), List.of(answer(BATCH, 900, Status.COMPLETED)));
            output.ended(end(BATCH, "a.jsonl", 2));
            output.append(new BatchKey("acme", BATCH), List.of(answer(BATCH, 901, Status.COMPLETED)));
            output.append(new BatchKey("acme", BATCH), List.of(answer(BATCH, 2, Status.COMPLETED)));
            output.publishComplete();
            assertThat(names()).isEmpty();
            output.checkpoint();
        }
        try (OutputDirectory output = open(Steps.none())) {
            output.publishComplete();
            assertThat(names()).isEmpty();
            output.append(new BatchKey("acme", BATCH), List.of(answer(BATCH, 1, Status.COMPLETED)));
            output.publishComplete();
        }
        assertThat(names()).hasSize(3);
        assertThat(lines("a.output.jsonl")).hasSize(3);
    }

    @Test
    void givesABatchWithoutAnEndUpAfterThirtyDays() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(CLOCK.instant().minus(Duration.ofDays(31)));
        try (OutputDirectory output = OutputDirectory.open(directory, Steps.none(), now::get)) {
            output.append(new BatchKey("acme", BATCH), List.of(answer(BATCH, 1, Status.COMPLETED)));
            output.append(new BatchKey("acme", OTHER), List.of(answer(OTHER, 1, Status.COMPLETED)));
            answeredDaysAgo(BATCH, 31);
            answeredDaysAgo(OTHER, 29);
            now.set(CLOCK.instant());
            output.checkpoint();
        }
        assertThat(directory.resolve(".alize/open")).isDirectoryNotContaining("glob:**" + BATCH + "*");
        assertThat(directory.resolve(".alize/open")).isDirectoryContaining("glob:**" + OTHER + "*");
        open(Steps.none()).close();
    }

    @Test
    void givesNoBatchUpForWhatWasAnsweredWhileNoTaskRan() throws IOException {
        try (OutputDirectory output = open(Steps.none())) {
            output.append(new BatchKey("acme", BATCH), List.of(answer(BATCH, 1, Status.COMPLETED)));
            output.checkpoint();
        }
        answeredDaysAgo(BATCH, 31);
        try (OutputDirectory output = open(Steps.none())) {
            output.checkpoint();
        }
        assertThat(directory.resolve(".alize/open")).isDirectoryContaining("glob:**" + BATCH + "*");
    }

    private void answeredDaysAgo(String batch, int days) throws IOException {
        Path output = directory.resolve(".alize/open/" + new BatchKey("acme", batch).fileName() + ".output");
        Files.setLastModifiedTime(output, FileTime.from(CLOCK.instant().minus(Duration.ofDays(days))));
    }

    @Test
    void letsOnlyOneTaskWrite() throws IOException {
        try (OutputDirectory first = open(Steps.none())) {
            assertThatThrownBy(() -> open(Steps.none())).isInstanceOf(DirectoryLock.HeldException.class);
            assertThat(first.offsets()).isEmpty();
        }
        open(Steps.none()).close();
    }

    @Test
    void refusesOpenBatchesWithoutTheirJournal() throws IOException {
        try (OutputDirectory output = open(Steps.none())) {
            give(output, topic(3).subList(0, 2), 0, 100);
        }
        Files.delete(directory.resolve(".alize/journal.json"));

        assertThatThrownBy(() -> open(Steps.none())).hasMessageContaining("expected the journal");
    }

    @Test
    void goesOnAfterAFailedWrite() throws IOException {
        boolean[] full = {false};
        Steps failing = step -> {
            if (full[0] && step.startsWith("write ")) {
                throw new java.io.UncheckedIOException(new IOException("No space left on device"));
            }
        };
        try (OutputDirectory output = open(failing)) {
            List<Record> topic = topic(6);
            give(output, topic.subList(0, 3), 0, 100);
            full[0] = true;
            assertThatThrownBy(() -> give(output, topic, 3, 100)).hasMessageContaining("No space left");
            full[0] = false;
            give(output, topic, 3, 100);
        }

        assertComplete(directory, 6);
    }

    private boolean runKilledAt(Path own, List<Record> topic, int step) throws IOException {
        boolean killed = runOnceKilledAt(own, topic, step);
        runOnceKilledAt(own, topic, Integer.MAX_VALUE);
        return killed;
    }

    private static boolean runOnceKilledAt(Path own, List<Record> topic, int step) throws IOException {
        int[] left = {step};
        Steps steps = next -> {
            if (--left[0] <= 0) {
                throw new Killed();
            }
        };
        OutputDirectory output = null;
        try {
            output = OutputDirectory.open(own, steps, CLOCK);
            give(output, topic, (int) (long) output.offsets().getOrDefault(RESPONSES, 0L), 2);
            return false;
        } catch (Killed e) {
            return true;
        } finally {
            if (output != null) {
                output.close();
            }
        }
    }

    private void assertComplete(Path own, int requests) throws IOException {
        assertThat(Files.list(own).filter(Files::isRegularFile)).hasSize(3);
        List<String> all = new ArrayList<>(Files.readAllLines(own.resolve("a.output.jsonl")));
        all.addAll(Files.readAllLines(own.resolve("a.errors.jsonl")));
        assertThat(all).hasSize(requests).doesNotHaveDuplicates();
        JsonNode manifest =
                new ObjectMapper().readTree(own.resolve("a.manifest.json").toFile());
        assertThat(manifest.at("/output/lines").asInt()
                        + manifest.at("/errors/lines").asInt())
                .isEqualTo(requests);
        assertThat(manifest.at("/output/bytes").asLong()).isEqualTo(Files.size(own.resolve("a.output.jsonl")));
        assertThat(own.resolve(".alize/open")).isEmptyDirectory();
    }

    /** A batch whose end comes in the middle of its answers; line 2 is blocked. */
    private static List<Record> topic(int requests) {
        List<Record> topic = new ArrayList<>();
        for (int line = 1; line <= requests; line++) {
            topic.add(new Record.Answer(BATCH, line, line == 2 ? Status.BLOCKED : Status.COMPLETED));
            if (line == requests / 2) {
                topic.add(new Record.End(BATCH, "a.jsonl", requests));
            }
        }
        return topic;
    }

    /** Gives the records from an offset on, some at a time, with a checkpoint after every second time. */
    private static void give(OutputDirectory output, List<Record> topic, int from, int atOnce) throws IOException {
        for (int at = from; at < topic.size(); at += atOnce) {
            int to = Math.min(at + atOnce, topic.size());
            for (Record record : topic.subList(at, to)) {
                switch (record) {
                    case Record.Answer answer ->
                        output.append(
                                new BatchKey("acme", answer.batch()),
                                List.of(answer(answer.batch(), answer.line(), answer.status())));
                    case Record.End end -> output.ended(end(end.batch(), end.file(), end.requests()));
                }
            }
            output.read(RESPONSES, to);
            output.publishComplete();
            if (at / atOnce % 2 == 1) {
                output.checkpoint();
            }
        }
    }

    private static OpenBatch.Answer answer(String batch, long line, Status status) {
        String id = new LineId(batch, line).text();
        String code = status == Status.BLOCKED ? "blocked" : "failed";
        var json = ResultLine.unsent("custom " + line, id, 400, code, "It was " + code);
        if (status == Status.COMPLETED) {
            json.putNull("error");
        }
        return new OpenBatch.Answer(line, status, ResultLine.bytes(json));
    }

    private static BatchEnd end(String batch, String file, long requests) {
        return new BatchEnd(batch, "acme", file, requests, 0, requests, Ending.COMPLETE, CLOCK.instant());
    }

    private OutputDirectory open(Steps steps) throws IOException {
        return OutputDirectory.open(directory, steps, CLOCK);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(directory.resolve(name));
    }

    private JsonNode manifest(String base) throws IOException {
        return new ObjectMapper()
                .readTree(directory.resolve(base + ".manifest.json").toFile());
    }

    private String sha256(String name) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(directory.resolve(name)));
        return HexFormat.of().formatHex(hash);
    }
}
