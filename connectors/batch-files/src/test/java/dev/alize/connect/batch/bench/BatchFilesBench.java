package dev.alize.connect.batch.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.connect.batch.Connectors;
import dev.alize.testing.Stack;
import dev.alize.testing.Worker;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Files into the topic and answers out of it, while the worker is killed: each line once on the topic, and every batch
 * file complete and correct. Arguments: lines, kills, files (1,000,000, 5 and 5). Prints its figures; ends with 1 where a
 * line is missing or twice.
 */
public final class BatchFilesBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** About the length of a result. */
    private static final int LINE_BYTES = 290;

    private static final Random RANDOM = new Random(8);

    private final Path directory;
    private final int lines;
    private final int kills;
    private final int files;

    private BatchFilesBench(Path directory, int lines, int kills, int files) {
        this.directory = directory;
        this.lines = lines;
        this.kills = kills;
        this.files = files;
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        int lines = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int kills = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int files = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        Path directory = Files.createTempDirectory("batch-files-bench");
        boolean right = new BatchFilesBench(directory, lines, kills, files).run();
        if (right) {
            delete(directory);
        }
        System.exit(right ? 0 : 1);
    }

    private boolean run() throws Exception {
        System.out.printf("%d lines in %d files, %d kills of the worker, in %s%n", lines, files, kills, directory);
        Path input = Files.createDirectory(directory.resolve("in"));
        Path output = Files.createDirectory(directory.resolve("out"));
        try (Stack stack = Stack.start(directory.resolve("stack"));
                Worker worker =
                        Worker.start(directory.resolve("worker"), stack, Worker.plugins("batch-files"), Map.of())) {
            worker.rest().put("source", Connectors.source(stack, input));
            worker.rest().awaitRunning("source", 1);
            boolean read = source(stack, worker, input);
            worker.rest().delete("source");
            return sink(stack, worker, output) && read;
        }
    }

    private boolean source(Stack stack, Worker worker, Path input) throws Exception {
        long start = System.nanoTime();
        for (int file = 0; file < files; file++) {
            drop(input, file);
        }
        try (TopicCount count = new TopicCount(stack)) {
            for (int kill = 1; kill <= kills; kill++) {
                count.readUntil((long) lines * kill / (kills + 1));
                TimeUnit.MILLISECONDS.sleep(RANDOM.nextInt(500));
                long killed = System.nanoTime();
                worker.kill();
                worker.restart();
                System.out.printf(
                        "source: kill %d with %d requests on the topic; worker back after %.1f s%n",
                        kill, count.requests(), seconds(killed));
            }
            count.readUntil(lines);
            double took = seconds(start);
            count.readIdle();
            System.out.printf(
                    "source: %d requests in %.1f s (%.0f/s over all kills), %d twice, %d missing; ends of batches: %d%n",
                    count.requests(), took, lines / took, count.twice(), lines - count.requests(), count.ends());
            return count.twice() == 0 && count.requests() == lines && count.ends() == files;
        }
    }

    private boolean sink(Stack stack, Worker worker, Path output) throws Exception {
        long started = System.nanoTime();
        Answering.answerAll(stack);
        System.out.printf("answers to all requests written in %.1f s, every 1,000th twice%n", seconds(started));
        long start = System.nanoTime();
        worker.rest().put("sink", Connectors.sink(stack, output));
        for (int kill = 1; kill <= kills; kill++) {
            awaitBytes(output, kill);
            long killed = System.nanoTime();
            worker.kill();
            long bytes = bytes(output);
            long complete = manifests(output);
            worker.restart();
            System.out.printf(
                    "sink: kill %d with %d KiB written, %d batches complete; worker back after %.1f s%n",
                    kill, bytes >> 10, complete, seconds(killed));
        }
        awaitManifests(output);
        System.out.printf("sink: %d batches complete after %.1f s%n", files, seconds(start));
        boolean right = true;
        for (int file = 0; file < files; file++) {
            right &= check(output, file);
        }
        return right;
    }

    /** Until a share of the results is written, or all is done; at least until the task has begun. */
    private void awaitBytes(Path output, int kill) throws Exception {
        long share = (long) lines * LINE_BYTES * kill / (kills + 1);
        long before = bytes(output);
        while (manifests(output) < files && (bytes(output) == before || bytes(output) < share)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static long bytes(Path output) throws IOException {
        long bytes = 0;
        try (var all = Files.walk(output)) {
            for (Path file : all.toList()) {
                bytes += Files.isRegularFile(file)
                                && !file.getFileName().toString().startsWith(".")
                        ? Files.size(file)
                        : 0;
            }
        } catch (UncheckedIOException | NoSuchFileException renamed) {
            return bytes;
        }
        return bytes;
    }

    private void awaitManifests(Path output) throws Exception {
        long begun = System.nanoTime();
        while (manifests(output) < files) {
            if (seconds(begun) > 900) {
                throw new IllegalStateException("Only " + manifests(output) + " batches are complete after 900 s");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static long manifests(Path output) throws IOException {
        try (var entries = Files.list(output)) {
            return entries.filter(file -> file.toString().endsWith(".manifest.json"))
                    .count();
        }
    }

    private boolean check(Path output, int file) throws IOException {
        JsonNode manifest =
                JSON.readTree(output.resolve("batch-" + file + ".manifest.json").toFile());
        boolean[] seen = new boolean[lines];
        int twice = 0;
        int found = 0;
        for (String kind : new String[] {"output", "errors"}) {
            try (BufferedReader reader =
                    Files.newBufferedReader(output.resolve("batch-" + file + "." + kind + ".jsonl"))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    JsonNode json = JSON.readTree(line);
                    boolean failed = !json.get("error").isNull();
                    int number = Integer.parseInt(json.get("custom_id").textValue());
                    if (number % files != file || failed != kind.equals("errors")) {
                        throw new IllegalStateException("batch-" + file + ": got a line of another file");
                    }
                    twice += seen[number] ? 1 : 0;
                    seen[number] = true;
                    found++;
                }
            }
        }
        int expected = (lines - file + files - 1) / files;
        boolean counted = manifest.at("/output/lines").asInt()
                        + manifest.at("/errors/lines").asInt()
                == expected;
        System.out.printf(
                "sink: batch-%d: %d lines, %d expected, %d twice, manifest %s%n",
                file, found, expected, twice, counted ? "agrees" : "differs");
        return found == expected && twice == 0 && counted;
    }

    private void drop(Path input, int file) throws IOException {
        Path draft = directory.resolve("draft");
        try (BufferedWriter writer = Files.newBufferedWriter(draft)) {
            for (int line = file; line < lines; line += files) {
                writer.write(
                        "{\"custom_id\":\"" + line + "\",\"body\":{\"model\":\"mistral-small-latest\",\"messages\":["
                                + "{\"role\":\"user\",\"content\":\"Classify ticket " + line
                                + ": the parcel came late and the box was open.\"}],\"max_tokens\":16}}\n");
            }
        }
        Files.move(draft, input.resolve("batch-" + file + ".jsonl"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void delete(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
