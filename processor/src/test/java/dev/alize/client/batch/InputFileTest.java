package dev.alize.client.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.client.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
    private static final String GOOD =
            "{\"custom_id\":\"a\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}}";

    @TempDir
    Path directory;

    @Test
    void readsBothFormsOfTheFormatAndSkipsBlankLines() throws IOException {
        Path file = file("\uFEFF" + GOOD + "\r\n\n  \n"
                + "{\"custom_id\":\"b\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
                + "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"secret\"}]}}");

        assertThat(new InputFile(file).scan("run").index().size()).isEqualTo(2);
        try (InputFile.Cursor lines = new InputFile(file).requests()) {
            assertThat(lines.next().orElseThrow().customId()).isEqualTo("a");
            assertThat(lines.next().orElseThrow().customId()).isEqualTo("b");
            assertThat(lines.next()).isEmpty();
        }
    }

    @Test
    void reportsEverythingThatIsWrongWithFileLineGotAndExpectedButNoContent() throws IOException {
        Path file = file(String.join(
                "\n",
                GOOD,
                "not json, but secret",
                "[1]",
                "{\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"secret\"}]}}",
                "{\"custom_id\":7,\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"secret\"}]}}",
                "{\"custom_id\":\"c\",\"body\":{\"prompt\":\"secret\"}}",
                "{\"custom_id\":\"d\"}",
                "{\"custom_id\":\"e\",\"body\":{\"messages\":[]}}",
                "{\"custom_id\":\"f\",\"body\":{\"messages\":[{\"content\":\"secret\"}]}}",
                "{\"custom_id\":\"g\",\"body\":{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}}",
                GOOD,
                "{} {}",
                "{\"custom_id\":\"h\",\"url\":\"/v1/fim/completions\",\"body\":{\"suffix\":\"secret\"}}"));

        assertThatThrownBy(() -> new InputFile(file).scan("run"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("Input is invalid (12 problems)")
                .hasMessageContaining("requests.jsonl:13 body.prompt: got nothing;")
                .hasMessageContaining("requests.jsonl:2: got 20 bytes that are no JSON; expected a JSON object")
                .hasMessageContaining("requests.jsonl:3: got a list;")
                .hasMessageContaining("requests.jsonl:4 custom_id: got nothing;")
                .hasMessageContaining("requests.jsonl:5 custom_id: got a number;")
                .hasMessageContaining("requests.jsonl:6 body.messages: got nothing;")
                .hasMessageContaining("requests.jsonl:7 body: got nothing;")
                .hasMessageContaining("requests.jsonl:8 body.messages: got an empty list;")
                .hasMessageContaining("requests.jsonl:9 body.messages[0].role: got nothing;")
                .hasMessageContaining("requests.jsonl:10 body.stream: got true;")
                .hasMessageContaining("requests.jsonl:11 custom_id: got the custom_id of line 1 again;")
                .hasMessageContaining("requests.jsonl:12: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void listsTheFirstTwentyProblemsAndCountsTheRest() throws IOException {
        Path file = file(IntStream.range(0, 1_000).mapToObj(i -> "x").collect(Collectors.joining("\n")));

        assertThatThrownBy(() -> new InputFile(file).scan("run"))
                .hasMessageContaining("(1000 problems)")
                .hasMessageContaining("requests.jsonl:20: ")
                .hasMessageNotContaining("requests.jsonl:21: ")
                .hasMessageEndingWith("and 980 more");
    }

    @Test
    void refusesAFileThatIsMissingADirectoryOrEmpty() throws IOException {
        Path empty = file("\n\n");

        assertThatThrownBy(() -> new InputFile(directory.resolve("none")).scan("run"))
                .hasMessageContaining("got no such file");
        assertThatThrownBy(() -> new InputFile(directory).scan("run")).hasMessageContaining("got a directory");
        assertThatThrownBy(() -> new InputFile(empty).scan("run")).hasMessageContaining("got no requests");
    }

    @Test
    void findsALineAgainByTheOffsetOfItsId() throws IOException {
        int lines = 3_000;
        Path file = file(IntStream.range(0, lines)
                .mapToObj(i -> GOOD.replace("\"a\"", "\"é" + i + "\""))
                .collect(Collectors.joining("\n")));
        InputFile input = new InputFile(file);
        RequestIndex index = input.scan("run").index();

        for (int i = 0; i < lines; i += 97) {
            assertThat(input.customIdAt(index.offset(RequestId.of("run", "é" + i))))
                    .isEqualTo("é" + i);
        }
    }

    @Test
    void readsLinesThatAreLongerThanItsBuffer() throws IOException {
        Path file = file(GOOD.replace("hi", "x".repeat(300_000)) + "\n" + GOOD.replace("\"a\"", "\"b\""));

        assertThat(new InputFile(file).scan("run").index().size()).isEqualTo(2);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("requests.jsonl"), content);
    }
}
