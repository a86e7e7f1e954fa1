package dev.alize.schemas.chat.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Message;
import dev.alize.schemas.ToolCall;
import dev.alize.schemas.chat.ChatJson;
import dev.alize.schemas.chat.CompletionAssembly;
import dev.alize.schemas.chat.RoundTrip;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolCallIdsTest {
    @Test
    void anIdThatFitsStays() {
        ToolCallIds ids = ToolCallIds.of(calls("Ab3dE6gH9", "call_1"), Dialect.MISTRAL);
        assertThat(ids.map("Ab3dE6gH9")).isEqualTo("Ab3dE6gH9");
        assertThat(ids.map("call_1")).matches("[a-zA-Z0-9]{9}");
        assertThat(ids.restore(ids.map("call_1"))).isEqualTo("call_1");
        assertThat(ids.restore("newOne123")).isEqualTo("newOne123");
    }

    @Test
    void anIdIsMappedTheSameInEveryRequest() {
        ToolCallIds one = ToolCallIds.of(calls("call_1"), Dialect.MISTRAL);
        ToolCallIds longer = ToolCallIds.of(calls("call_0", "call_1", "Ab3dE6gH9"), Dialect.MISTRAL);
        assertThat(longer.map("call_1")).isEqualTo(one.map("call_1")).isEqualTo(Base62.of("call_1", 9));
    }

    @Test
    void anIdThatIsTheHashOfAnotherIsNoClash() {
        String hash = Base62.of("call_1", 9);
        ToolCallIds ids = ToolCallIds.of(calls("call_1", hash), Dialect.MISTRAL);
        assertThat(ids.map(hash)).isEqualTo(hash);
        assertThat(ids.map("call_1")).isNotEqualTo(hash).matches("[a-zA-Z0-9]{9}");
        assertThat(ids.restore(ids.map("call_1"))).isEqualTo("call_1");
    }

    @Test
    void openAiGetsAnyIdThatIsNotTooLong() {
        String tooLong = "x".repeat(41);
        ToolCallIds ids = ToolCallIds.of(calls("call_1", tooLong), Dialect.OPENAI);
        assertThat(ids.map("call_1")).isEqualTo("call_1");
        assertThat(ids.map(tooLong)).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void noTwoIdsBecomeOneAndAllComeBack() {
        long seed = System.nanoTime();
        System.out.println("ToolCallIdsTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Set<String> given = new HashSet<>();
            for (int i = random.nextInt(50); i >= 0; i--) {
                given.add(random.nextInt(3) == 0 ? Base62.of("" + random.nextInt(40), 9) : "" + random.nextInt(40));
            }
            ToolCallIds ids = ToolCallIds.of(calls(given.toArray(String[]::new)), Dialect.MISTRAL);
            Set<String> mapped = new HashSet<>();
            given.forEach(id -> mapped.add(ids.map(id)));
            assertThat(mapped).hasSameSizeAs(given).allMatch(id -> id.matches("[a-zA-Z0-9]{9}"));
            given.forEach(id -> assertThat(ids.restore(ids.map(id))).isEqualTo(id));
        }
    }

    @Test
    void answersGetTheIdsTheProducerKnows() {
        ToolCallIds ids = ToolCallIds.of(calls("call_1"), Dialect.MISTRAL);
        String call = "{\"id\":\"" + ids.map("call_1") + "\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
        String message = "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"t\"}],\"tool_calls\":["
                + call + "]}";
        CompletionResponse response = ChatJson.readCompletion(
                utf8("{\"choices\":[{\"index\":0,\"finish_reason\":\"model_length\",\"message\":" + message + "}]}"),
                RoundTrip.emptyResponse());
        Message restored = ids.restoreIn(response).getChoices().getFirst().getMessage();
        assertThat(restored.getToolCalls().getFirst().getId()).isEqualTo("call_1");
        assertThat(response.getChoices().getFirst().getFinishReason()).isEqualTo("model_length");

        CompletionAssembly assembly = new CompletionAssembly();
        Delta delta = assembly.add(utf8("{\"choices\":[{\"index\":0,\"finish_reason\":\"content_filter\",\"delta\":"
                        + message + "}],\"usage\":null}"))
                .getFirst();
        assertThat(ids.restoreIn(delta).getMessage().getToolCalls().getFirst().getId())
                .isEqualTo("call_1");
        String usage = "{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}";
        assertThat(assembly.add(utf8("{\"choices\":[],\"usage\":" + usage + "}")))
                .isEmpty();
        CompletionResponse whole = RoundTrip.emptyResponse();
        assembly.into(whole);
        assertThat(whole.getUsage().getTotalTokens()).isEqualTo(7);
        assertThat(whole.getChoices().getFirst().getFinishReason()).isEqualTo("content_filter");
        assertThat(ids.restoreIn(whole)
                        .getChoices()
                        .getFirst()
                        .getMessage()
                        .getToolCalls()
                        .getFirst()
                        .getId())
                .isEqualTo("call_1");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Message> calls(String... ids) {
        List<ToolCall> calls = new ArrayList<>();
        for (String id : ids) {
            calls.add(ToolCall.newBuilder().setId(id).setName("f").build());
        }
        return List.of(
                Message.newBuilder().setRole("assistant").setToolCalls(calls).build());
    }
}
