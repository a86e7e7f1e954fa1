package dev.alize.client.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.client.Responses;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.Status;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputLineTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void givesTheVendorsBodyOfACompletedRequest() throws IOException {
        ObjectNode line = OutputLine.of("a", Responses.completed(ID, "default", "bonjour"));

        assertThat(line.toString())
                .startsWith("{\"id\":\"batch_req_" + ID + "\",\"custom_id\":\"a\",\"response\":{\"status_code\":200,"
                        + "\"request_id\":\"" + ID + "\",\"body\":{")
                .endsWith("\"error\":null}");
        assertThat(line.at("/response/body/id").asText()).isEqualTo("cmpl-1");
        assertThat(read(line)).isEqualTo(new OutputLine.Answer("a", Status.COMPLETED));
    }

    @Test
    void namesThePolicysReasonOfABlockedRequest() throws IOException {
        ObjectNode line = OutputLine.of(
                "a",
                Responses.response(ID, "default", Status.BLOCKED)
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
            assertThat(read(OutputLine.of("a", Responses.ended(status, "rate_limited", "our_quota", 429)))
                            .status())
                    .isEqualTo(status);
        }
    }

    @Test
    void hasOpenAisErrorBody() {
        ObjectNode line = OutputLine.of("a", Responses.ended(Status.FAILED, "rate_limited", "our_quota", 429));

        assertThat(line.at("/response/body").toString())
                .isEqualTo("{\"error\":{\"message\":\"It did not work\",\"type\":\"rate_limited\",\"param\":null,"
                        + "\"code\":\"rate_limited\"}}");
        assertThat(line.get("error").toString())
                .isEqualTo("{\"code\":\"rate_limited\",\"message\":\"It did not work\"}");
    }

    private static int statusCode(Status status, String kind, String blame, @Nullable Integer httpStatus) {
        return OutputLine.of("a", Responses.ended(status, kind, blame, httpStatus))
                .at("/response/status_code")
                .asInt();
    }

    private static OutputLine.Answer read(ObjectNode line) throws IOException {
        return OutputLine.read(JSON.writeValueAsBytes(line)).orElseThrow();
    }
}
