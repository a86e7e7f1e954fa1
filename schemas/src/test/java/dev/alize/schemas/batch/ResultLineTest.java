package dev.alize.schemas.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Message;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultLineTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void givesTheVendorsBodyOfACompletedRequest() throws IOException {
        ObjectNode line = ResultLine.of("a", completed("bonjour"));

        assertThat(line.toString())
                .startsWith("{\"id\":\"batch_req_" + ID + "\",\"custom_id\":\"a\",\"response\":{\"status_code\":200,"
                        + "\"request_id\":\"" + ID + "\",\"body\":{")
                .endsWith("\"error\":null}");
        assertThat(line.at("/response/body/id").asText()).isEqualTo("cmpl-1");
        assertThat(read(line)).isEqualTo(new ResultLine.Answer("a", Status.COMPLETED));
    }

    @Test
    void namesThePolicysReasonOfABlockedRequest() throws IOException {
        ObjectNode line = ResultLine.of(
                "a",
                response(Status.BLOCKED)
                        .setPolicyResults(List.of(PolicyResult.newBuilder()
                                .setPolicy("prompt-injection")
                                .setVerdict("block")
                                .setReason("jailbreak")
                                .setFound(Map.of())
                                .build()))
                        .build());

        assertThat(line.at("/response/status_code").asInt()).isEqualTo(400);
        assertThat(line.at("/response/body/error/type").asText()).isEqualTo("jailbreak");
        assertThat(line.at("/error/code").asText()).isEqualTo("blocked");
        assertThat(read(line).status()).isEqualTo(Status.BLOCKED);
    }

    @Test
    void givesTheProvidersStatusOfAFailedRequestElse502Or500() {
        assertThat(statusCode(Status.FAILED, "invalid_request", "caller", 422)).isEqualTo(422);
        assertThat(statusCode(Status.FAILED, "broken_answer", "provider", 200)).isEqualTo(502);
        assertThat(statusCode(Status.FAILED, "connect_failed", "network", null)).isEqualTo(502);
        assertThat(statusCode(Status.FAILED, "internal", "operator", null)).isEqualTo(500);
    }

    @Test
    void givesExpiredAndCancelledRequestsTheStatusOfAGateway() {
        assertThat(statusCode(Status.EXPIRED, "deadline_exceeded", "caller", null))
                .isEqualTo(504);
        assertThat(statusCode(Status.CANCELLED, "cancelled", "caller", null)).isEqualTo(499);
    }

    @Test
    void readsBackHowEachRequestEnded() throws IOException {
        for (Status status : List.of(Status.BLOCKED, Status.FAILED, Status.EXPIRED, Status.CANCELLED)) {
            assertThat(read(ResultLine.of("a", ended(status, "rate_limited", "our_quota", 429)))
                            .status())
                    .isEqualTo(status);
        }
    }

    @Test
    void hasOpenAisErrorBody() {
        ObjectNode line = ResultLine.of("a", ended(Status.FAILED, "rate_limited", "our_quota", 429));

        assertThat(line.at("/response/body").toString())
                .isEqualTo("{\"error\":{\"message\":\"It did not work\",\"type\":\"rate_limited\",\"param\":null,"
                        + "\"code\":\"rate_limited\"}}");
        assertThat(line.get("error").toString())
                .isEqualTo("{\"code\":\"rate_limited\",\"message\":\"It did not work\"}");
    }

    @Test
    void saysOfABadLineWhereAndWhatButNoContent() {
        ObjectNode line = ResultLine.bad("a", 17, "invalid_line", new LineFault("body.messages", "nothing", "a list"));

        assertThat(line.toString())
                .isEqualTo("{\"id\":null,\"custom_id\":\"a\",\"response\":null,\"error\":{\"code\":\"invalid_line\","
                        + "\"message\":\"body.messages: got nothing; expected a list\",\"param\":\"body.messages\","
                        + "\"line\":17}}");
    }

    @Test
    void writesHalfASurrogatePairInAscii() throws IOException {
        byte[] bytes = ResultLine.bytes(ResultLine.of("a", completed("half \uD83D")));

        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .contains("half \\uD83D")
                .endsWith("}\n");
        assertThat(ResultLine.read(bytes).orElseThrow().status()).isEqualTo(Status.COMPLETED);
    }

    private static int statusCode(Status status, String kind, String blame, @Nullable Integer httpStatus) {
        return ResultLine.of("a", ended(status, kind, blame, httpStatus))
                .at("/response/status_code")
                .asInt();
    }

    private static ResultLine.Answer read(ObjectNode line) throws IOException {
        return ResultLine.read(JSON.writeValueAsBytes(line)).orElseThrow();
    }

    private static CompletionResponse completed(String text) {
        return response(Status.COMPLETED)
                .setCompletionId("cmpl-1")
                .setModel("mistral-small-latest")
                .setChoices(List.of(Choice.newBuilder()
                        .setMessage(Message.newBuilder()
                                .setRole("assistant")
                                .setContent(text)
                                .build())
                        .setFinishReason("stop")
                        .build()))
                .build();
    }

    private static CompletionResponse ended(Status status, String kind, String blame, @Nullable Integer httpStatus) {
        return response(status)
                .setError(ResponseError.newBuilder()
                        .setKind(kind)
                        .setBlame(blame)
                        .setMessage("It did not work")
                        .setHttpStatus(httpStatus)
                        .build())
                .build();
    }

    private static CompletionResponse.Builder response(Status status) {
        return CompletionResponse.newBuilder()
                .setRequestId(ID)
                .setTenant("default")
                .setStatus(status)
                .setTimes(Times.newBuilder().setRequestedAt(Instant.EPOCH).build());
    }
}
