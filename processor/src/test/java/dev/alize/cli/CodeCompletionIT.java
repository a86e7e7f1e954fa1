package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped example of code completion through everything that {@code --embedded} starts. The simulated Mistral checks
 * each body against the schema of its endpoint, and completes code with models of the Codestral family only.
 */
@Timeout(120)
class CodeCompletionIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EXAMPLES = Path.of("examples");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void theExampleIsAnsweredAmongChats() throws Exception {
        List<String> lines = mixed();
        lines.add("{\"custom_id\":\"fim-elsewhere\",\"url\":\"/v1/fim/completions\",\"body\":"
                + "{\"model\":\"mistral-small-latest\",\"prompt\":\"def f(\"}}");
        lines.add("{\"custom_id\":\"unknown\",\"url\":\"/v1/fim/completions\",\"body\":"
                + "{\"model\":\"codestral-late\",\"prompt\":\"def f(\"}}");
        Path input = Files.write(directory.resolve("in.jsonl"), lines);
        Path output = directory.resolve("out.jsonl");

        AlizeProcess.Run run = AlizeProcess.run(
                "batch", "--embedded", "--input", input.toString(), "--output", output.toString(), "--json");

        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        JsonNode summary = JSON.readTree(run.out().lines().toList().getLast());
        assertThat(summary.get("requests").asInt()).isEqualTo(lines.size());
        assertThat(summary.get("completed").asInt()).isEqualTo(lines.size() - 1);
        assertThat(summary.get("failed").asInt()).isEqualTo(1);
        Map<String, JsonNode> answers = answers(output);
        assertThat(answers).hasSize(lines.size());
        answers.forEach((id, answer) -> {
            if (id.equals("unknown")) {
                assertThat(answer.toString()).contains("unknown_model", "codestral-latest");
            } else {
                assertThat(answer.at("/response/body/choices/0/message/content").asText())
                        .as(id)
                        .isNotEmpty();
                assertThat(answer.at("/response/body/model").asText())
                        .startsWith(id.startsWith("fim-") ? "codestral" : "mistral");
            }
        });
    }

    /** Lines of both examples in turn. */
    private static List<String> mixed() throws IOException {
        List<String> code = Files.readAllLines(EXAMPLES.resolve("fim.jsonl"));
        List<String> chats = Files.readAllLines(EXAMPLES.resolve("requests.jsonl"));
        List<String> mixed = new ArrayList<>();
        for (int i = 0; i < code.size(); i++) {
            mixed.add(chats.get(i));
            mixed.add(code.get(i));
        }
        return mixed;
    }

    private static Map<String, JsonNode> answers(Path output) throws IOException {
        Map<String, JsonNode> answers = new HashMap<>();
        for (String line : Files.readAllLines(output)) {
            JsonNode answer = JSON.readTree(line);
            assertThat(answers.put(answer.path("custom_id").asText(), answer)).isNull();
        }
        return answers;
    }
}
