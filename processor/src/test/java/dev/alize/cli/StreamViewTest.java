package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.alize.client.Streaming.Part;
import dev.alize.client.Submission.Answer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamViewTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final StreamView view = view(false);

    @Test
    void printsTextAsItComesAndEndsTheLine() {
        view.accept(part(1, "tra", ""));
        assertThat(out).hasToString("tra");
        view.accept(part(1, "de", ""));
        view.endLine();
        view.endLine();
        assertThat(out.toString().lines()).containsExactly("trade");
    }

    @Test
    void marksWhereAnAttemptReplacesAnother() {
        view.accept(part(1, "tra", ""));
        view.accept(part(1, "", "timeout: It took too long"));
        view.accept(part(2, "trade", ""));
        view.endLine();
        assertThat(out.toString().lines()).containsExactly("tra", "--- attempt 2 ---", "trade");
        assertThat(err.toString().strip()).isEqualTo("alize: attempt 1 broke off: timeout: It took too long");
    }

    @Test
    void marksNothingWhereNothingWasPrinted() {
        view.accept(part(1, "", "timeout: It took too long"));
        view.accept(part(2, "trade\n", ""));
        view.endLine();
        assertThat(out.toString().lines()).containsExactly("trade");
    }

    @Test
    void putsTheWholeAnswerInPlaceOfOneWithGaps() {
        view.accept(part(1, "tra", ""));
        view.endLine();
        view.replace("trade wind");
        assertThat(out.toString().lines()).containsExactly("tra", "--- the whole answer ---", "trade wind");
    }

    @Test
    void printsChunksAsLinesOfJson() {
        StreamView lines = view(true);
        lines.accept(part(1, "tra", ""));
        lines.accept(part(2, "de", "timeout: x"));
        assertThat(out.toString().lines()).containsExactly("{\"attempt\":1}", "{\"attempt\":2}");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void sumsUpHowAStreamEnded() {
        var json = JsonNodeFactory.instance.objectNode().put("attempts", 2).put("chunks", 5);
        json.putObject("times").put("total_ms", 1200);
        assertThat(Submit.summary(new Answer(true, "", json)))
                .isEqualTo("completed in 1200 ms, attempt 2, 5 chunks, tokens: unknown");
        json.putObject("body").putObject("usage").put("prompt_tokens", 7).put("completion_tokens", 9);
        assertThat(Submit.summary(new Answer(true, "", json))).endsWith("tokens: 7 in, 9 out");
    }

    private StreamView view(boolean json) {
        return new StreamView(new PrintWriter(out), new PrintWriter(err), json);
    }

    private static Part part(int attempt, String text, String brokeOff) {
        return new Part(
                attempt,
                text,
                Optional.of(brokeOff).filter(why -> !why.isEmpty()),
                JsonNodeFactory.instance.objectNode().put("attempt", attempt));
    }
}
