package dev.alize.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** What {@code kubectl} says of the cluster: its events, the logs of the pods since the window, and the workloads. */
public final class KubeCollector implements Collector {
    private final Question question;
    private final Scrubber scrubber;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * What is asked.
     *
     * @param program such as {@code kubectl}
     * @param namespace null for the one of the current context
     * @param selector of labels, such as {@code app=alize}
     * @param since first moment of the logs
     * @param patience how long one command may take
     */
    public record Question(
            String program, @Nullable String namespace, String selector, Instant since, Duration patience) {}

    public KubeCollector(Question question, Scrubber scrubber) {
        this.question = question;
        this.scrubber = scrubber;
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public String collect(Path directory) throws NotCollectedException, IOException, InterruptedException {
        Path own = Files.createDirectories(directory.resolve("kubernetes"));
        Path raw = Files.createTempFile("alize-kubectl-", ".out");
        try {
            ask(raw, "get", "events", "--sort-by=.lastTimestamp", "-o", "json");
            events(raw, own.resolve("events.jsonl"));
            List<String> missing = new ArrayList<>();
            attempt(missing, "workloads", () -> {
                ask(raw, "get", "deployments,statefulsets,daemonsets,pods", "-l", question.selector(), "-o", "json");
                workloads(raw, own.resolve("workloads.yaml"));
            });
            attempt(missing, "pod logs", () -> {
                ask(raw, logs());
                try (InputStream in = Files.newInputStream(raw);
                        Writer out = Files.newBufferedWriter(own.resolve("pods.log"))) {
                    LogCollector.copy(in, out, new LogFilter(scrubber));
                }
            });
            return missing.isEmpty() ? "with selector " + question.selector() : String.join("; ", missing);
        } finally {
            Files.deleteIfExists(raw);
        }
    }

    private interface Step {
        void run() throws NotCollectedException, IOException, InterruptedException;
    }

    private static void attempt(List<String> missing, String what, Step step) throws IOException, InterruptedException {
        try {
            step.run();
        } catch (NotCollectedException e) {
            missing.add("no " + what + ": " + e.getMessage());
        }
    }

    private String[] logs() {
        return new String[] {
            "logs",
            "-l",
            question.selector(),
            "--since-time=" + question.since(),
            "--all-containers",
            "--prefix",
            "--tail=-1",
            "--max-log-requests=50"
        };
    }

    private void ask(Path into, String... words) throws NotCollectedException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(question.program(), "--request-timeout=10s"));
        if (question.namespace() != null) {
            command.add("--namespace=" + question.namespace());
        }
        command.addAll(List.of(words));
        String what = question.program() + " "
                + String.join(" ", Stream.of(words).limit(2).toList());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(into.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(question.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new NotCollectedException(
                        what + " gave no answer within " + question.patience().toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new NotCollectedException(what + " ended with code " + process.exitValue());
            }
        } catch (IOException e) {
            throw new NotCollectedException(question.program() + " cannot be run");
        }
    }

    private JsonNode items(Path raw) throws NotCollectedException, IOException {
        try {
            return json.readTree(raw.toFile()).path("items");
        } catch (JsonProcessingException e) {
            throw new NotCollectedException(question.program() + " answered with something that is no JSON");
        }
    }

    private void events(Path raw, Path file) throws NotCollectedException, IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode event : items(raw)) {
            var node = JsonNodeFactory.instance.objectNode();
            for (String name : List.of("firstTimestamp", "lastTimestamp", "type", "reason", "count", "message")) {
                node.set(name, event.path(name).isMissingNode() ? null : event.path(name));
            }
            JsonNode about = event.path("involvedObject");
            node.put(
                    "object",
                    about.path("kind").asText() + "/" + about.path("name").asText());
            lines.add(new JsonFilter(scrubber).of(node).toString());
        }
        Files.write(file, lines);
    }

    private void workloads(Path raw, Path file) throws NotCollectedException, IOException {
        Dump yaml = new Dump(DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setExplicitStart(true)
                .build());
        try (Writer out = Files.newBufferedWriter(file)) {
            for (JsonNode item : items(raw)) {
                Object tree = json.convertValue(new JsonFilter(scrubber).of(item), Object.class);
                out.write(yaml.dumpToString(tree));
            }
        }
    }
}
