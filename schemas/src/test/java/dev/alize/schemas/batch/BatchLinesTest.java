package dev.alize.schemas.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Priority;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchLinesTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"secret\"}]";

    private final List<LineFault> faults = new ArrayList<>();

    @Test
    void readsMistralsFormAsAChatOfPriorityBulk() {
        CompletionRequest request = completion("{\"custom_id\":\"a\",\"body\":{\"model\":\"m\"," + MESSAGES + "}}");

        assertThat(request.getRequestId()).isEqualTo("id");
        assertThat(request.getTenant()).isEqualTo("acme");
        assertThat(request.getEndpoint()).isEqualTo(Endpoint.CHAT);
        assertThat(request.getPriority()).isEqualTo(Priority.BULK);
        assertThat(request.getModel()).isEqualTo("m");
        assertThat(request.getMessages()).hasSize(1);
    }

    @Test
    void readsOpenAisFormByItsUrl() {
        CompletionRequest request = completion("\uFEFF{\"custom_id\":\"a\",\"method\":\"POST\","
                + "\"url\":\"/v1/fim/completions\",\"body\":{\"prompt\":\"def\",\"suffix\":\"end\"}}");

        assertThat(request.getEndpoint()).isEqualTo(Endpoint.FIM);
        assertThat(request.getPrompt()).isEqualTo("def");
    }

    @Test
    void namesWhatItDoesNotServe() {
        assertThat(parse("{\"custom_id\":\"a\",\"url\":\"/v1/embeddings\",\"body\":{}}"))
                .isInstanceOfSatisfying(
                        BatchLine.Unserved.class,
                        line -> assertThat(line.code()).isEqualTo("unsupported_url"));
        assertThat(parse("{\"custom_id\":\"a\",\"method\":\"GET\",\"body\":{}}"))
                .isInstanceOfSatisfying(
                        BatchLine.Unserved.class,
                        line -> assertThat(line.code()).isEqualTo("unsupported_method"));
    }

    @Test
    void saysOfEveryFaultWhereGotAndExpectedButNoContent() {
        assertThat(faultsOf("secret"))
                .containsExactly("line: got 6 bytes that are no JSON; expected a JSON object on one line");
        assertThat(faultsOf("[\"secret\"]"))
                .containsExactly("line: got a list; expected a JSON object with custom_id and body");
        assertThat(faultsOf("{\"custom_id\":7,\"body\":{\"prompt\":\"secret\"}}"))
                .containsExactly(
                        "custom_id: got a number; expected a text that is unique within the file",
                        "body.messages: got nothing; expected a list with at least one message");
        assertThat(faultsOf("{\"custom_id\":\"a\"}")).containsExactly("body: got nothing; expected an object");
        assertThat(faultsOf("{\"custom_id\":\"a\",\"body\":{\"stream\":true," + MESSAGES + "}}"))
                .containsExactly("body.stream: got true; expected false or none: a batch has no streams");
    }

    private CompletionRequest completion(String line) {
        return ((BatchLine.Completion) parse(line)).named("id", "acme");
    }

    private BatchLine parse(String line) {
        return BatchLines.parse(line.getBytes(StandardCharsets.UTF_8), faults::add)
                .orElseThrow();
    }

    private List<String> faultsOf(String line) {
        faults.clear();
        assertThat(BatchLines.parse(line.getBytes(StandardCharsets.UTF_8), faults::add))
                .isEmpty();
        return faults.stream().map(LineFault::toString).toList();
    }
}
