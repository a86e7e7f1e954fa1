package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.cache.Question;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Message;
import dev.alize.schemas.Parameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private final Questions questions = new Questions();

    private Question of(CompletionRequest.Builder request) {
        return questions.of(request.build(), Pipeline.rules(true));
    }

    @Test
    void theOrderOfMembersMakesNoOtherQuestion() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            names.add("member" + i);
        }
        Question first = of(with(names));
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(names, new Random(seed + i));
            assertThat(of(with(names))).isEqualTo(first);
        }
    }

    private static CompletionRequest.Builder with(List<String> names) {
        Map<String, String> extra = new LinkedHashMap<>();
        names.forEach(name -> extra.put(name, "1"));
        ContentPart part = ContentPart.newBuilder()
                .setType("text")
                .setText("x")
                .setExtra(extra)
                .build();
        return Pipeline.request("r", "x")
                .setExtra(extra)
                .setMessages(List.of(Message.newBuilder()
                        .setRole("user")
                        .setContent(List.of(part))
                        .build()));
    }

    @Test
    void everythingThatIsSentMakesAnotherQuestion() {
        List<Question> all = List.of(
                of(Pipeline.request("r", "x")),
                of(Pipeline.request("r", "y")),
                of(Pipeline.request("r", "x").setTenant("t")),
                of(Pipeline.request("r", "x").setModel("m")),
                of(Pipeline.request("r", "x").setPrompt("x")),
                of(Pipeline.request("r", "x").setSuffix("x")),
                of(Pipeline.request("r", "x").setExtra(Map.of("a", "1"))),
                of(Pipeline.request("r", "x")
                        .setParameters(
                                Parameters.newBuilder().setTemperature(0.0).build())));
        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void invalidUnicodeIsAQuestionToo() {
        assertThat(of(Pipeline.request("r", "\ud800 \udc00 x"))).isNotEqualTo(of(Pipeline.request("r", "x")));
    }

    @Test
    void whatIsNotSentMakesNoOtherQuestion() {
        assertThat(of(Pipeline.request("r2", "x")
                        .setRedrive(1)
                        .setSubject("somebody")
                        .setMetadata(Map.of("a", "1"))
                        .setOrderingKey("k")
                        .setStream(true)
                        .setCache(true)))
                .isEqualTo(of(Pipeline.request("r", "x")));
    }
}
