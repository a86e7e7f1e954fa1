package dev.alize.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.alize.domain.Capability;
import dev.alize.domain.Direction;
import dev.alize.domain.Edit;
import dev.alize.domain.Evidence;
import dev.alize.domain.Finding;
import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.policies.AskingPolicy;
import dev.alize.policies.Chain;
import dev.alize.policies.Chains;
import dev.alize.policies.Link;
import dev.alize.policies.Policy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final JsonMapper JSON = new JsonMapper();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void saysWhatEveryPolicySaysAndWhatIsLeftOfTheText() {
        Chains chains = Chains.of(List.of(link("mask", mask("ada", "[N]")), link("watch", watch("[N]"))));

        JsonNode line = only(chains, """
                {"id": "a", "text": "😀 I am ada, ada!"}""");

        assertThat(line).isEqualTo(json("""
                {"id": "a", "verdict": "rewrite", "text": "😀 I am [N], [N]!", "results": [
                  {"policy": "mask", "verdict": "rewrite", "score": null, "reason": "masked",
                   "found": [{"type": "ada", "start": 7, "end": 10}, {"type": "ada", "start": 12, "end": 15}]},
                  {"policy": "watch", "verdict": "flag", "score": 0.5, "reason": "seen",
                   "found": [{"type": "[N]", "start": 7, "end": 10}]}]}"""));
    }

    @Test
    void rewritesEveryTextOfAConversation() {
        JsonNode line = only(Chains.of(List.of(link("mask", mask("x", "[N]")))), """
                {"id": 7, "messages": [
                  {"role": "system", "content": "x", "name": "s"},
                  {"role": "user", "content": [{"type": "text", "text": "a x"}, {"type": "image_url", "image_url": "u"}]},
                  {"role": "assistant", "content": null,
                   "tool_calls": [{"id": "1", "function": {"name": "x", "arguments": "{\\"a\\":\\"x\\"}"}}]},
                  {"role": "tool", "tool_call_id": "1", "content": "none"}]}""");

        assertThat(line.path("id").intValue()).isEqualTo(7);
        assertThat(line.path("messages")).isEqualTo(json("""
                [{"role": "system", "content": "[N]", "name": "s"},
                  {"role": "user", "content": [{"type": "text", "text": "a [N]"}, {"type": "image_url", "image_url": "u"}]},
                  {"role": "assistant", "content": null,
                   "tool_calls": [{"id": "1", "function": {"name": "x", "arguments": "{\\"a\\":\\"[N]\\"}"}}]},
                  {"role": "tool", "tool_call_id": "1", "content": "none"}]"""));
        assertThat(line.path("results").path(0).path("found")).isEqualTo(json("""
                [{"type": "x", "message": 0, "start": 0, "end": 1},
                 {"type": "x", "message": 1, "part": 0, "start": 2, "end": 3},
                 {"type": "x", "message": 2, "tool_call": 0, "start": 6, "end": 7}]"""));
    }

    @Test
    void judgesATextOfTheModelAsAnAnswer() {
        List<Material> seen = new ArrayList<>();
        Chains chains = Chains.of(List.of(
                new Link(named("answers", seen::add), Conduct.of(Action.FLAG, Direction.RESPONSE)),
                new Link(watch("q"), Conduct.of(Action.FLAG, Direction.REQUEST))));

        JsonNode line = only(chains, """
                {"id": "a", "role": "assistant", "text": "because", "messages": [{"role": "user", "content": "why?"}]}""");

        assertThat(line.path("results")).hasSize(1);
        assertThat(line.path("text").textValue()).isEqualTo("because");
        assertThat(seen).singleElement().satisfies(material -> {
            assertThat(material.asked()).containsExactly(new Passage(Passage.Origin.USER, 0, "why?"));
            assertThat(material.finishReasons()).containsEntry(0, "stop");
        });
    }

    @Test
    void endsWithTheFirstBlock() {
        Chains chains = Chains.of(List.of(link("stop", stop()), link("watch", watch("a"))));

        JsonNode line = only(chains, """
                {"id": "a", "text": "a"}""");

        assertThat(line.path("verdict").textValue()).isEqualTo("block");
        assertThat(line.path("results")).hasSize(1);
    }

    @Test
    void blocksWhereAPolicyFailsAndPassesOverOneThatAsks() {
        Policy broken = named("broken", material -> {
            throw new IllegalStateException("broken");
        });
        Conduct open = new Conduct(
                Action.BLOCK, Conduct.of(Action.BLOCK, Direction.REQUEST).directions(), Conduct.OnError.ALLOW);
        Chains chains = Chains.of(List.of(
                new Link(new Asking(), Conduct.of(Action.BLOCK, Direction.REQUEST)),
                new Link(broken, open),
                link("broken2", broken2(broken))));

        JsonNode line = only(chains, """
                {"id": "a", "text": "a"}""");

        assertThat(line.path("results")).isEqualTo(json("""
                [{"policy": "asks", "verdict": "allow", "score": null, "reason": null, "state": "skipped", "found": []},
                 {"policy": "broken", "verdict": "flag", "score": null, "reason": "policy_error", "state": "failed",
                  "found": []},
                 {"policy": "broken2", "verdict": "block", "score": null, "reason": "policy_error", "state": "failed",
                  "found": []}]"""));
    }

    @Test
    void doesNothingInTheShadow() {
        Chains chains = Chains.of(
                List.of(new Link(stop(), Conduct.of(Action.SHADOW, Direction.REQUEST)), link("watch", watch("a"))));

        JsonNode line = only(chains, """
                {"id": "a", "text": "a"}""");

        assertThat(line.path("verdict").textValue()).isEqualTo("flag");
        assertThat(line.path("results").path(0).path("shadow").booleanValue()).isTrue();
        assertThat(line.path("results")).hasSize(2);
    }

    @Test
    void choosesTheChainByTenantModelAndCapability() {
        Chains chains = new Chains(
                new Chain(List.of()),
                List.of(new Chains.Special(
                        about -> about.identity().tenant().equals("t")
                                && "m".equals(about.model())
                                && about.needs().contains(Capability.CODE),
                        new Chain(List.of(link("stop", stop()))))),
                List.of("stop"));

        assertThat(only(chains, """
                {"id": "a", "text": "a", "tenant": "t", "model": "m", "capabilities": ["code"]}""").path("verdict").textValue()).isEqualTo("block");
    }

    @Test
    void saysOfEveryBadLineWhatWasExpected() throws IOException {
        Trial.Outcome outcome = trial(Chains.of(List.of()), """
                {"id": "a", "text": "a"}

                secret
                []
                {"text": "a"}
                {"id": "a"}
                {"id": "a", "text": 1}
                {"id": "a", "id": "b", "text": "a"}
                {"id": "a", "text": "a", "role": "secret"}
                {"id": "a", "messages": [{"role": "user", "content": 1}]}
                {"id": "a", "text": "a", "capabilities": ["secret"]}
                """);

        assertThat(outcome.bad()).isEqualTo(9);
        assertThat(outcome.tally().judged()).isEqualTo(1);
        assertThat(outcome.problems().toString()).doesNotContain("secret");
        assertThat(outcome.problems().stream().map(BadLine::number))
                .containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
        assertThat(outcome.problems())
                .contains(
                        new BadLine(5, "nothing at id", "text or a whole number"),
                        new BadLine(6, "neither text nor messages", "one of them"),
                        new BadLine(
                                9, "other text at role", "one of user, system, developer, assistant, tool, document"),
                        new BadLine(10, "number at messages[0].content", "text or a list of parts"));
    }

    @Test
    void keepsTextsThatAreNoValidUnicodeAndRefusesBytesThatAreNone() throws IOException {
        JsonNode line = only(Chains.of(List.of(link("mask", mask("x", "[N]")))), """
                {"id": "a", "text": "\\ud83d x \\ude00😀"}""");
        Trial.Outcome outcome = new Trial(Chains.of(List.of()), () -> 0)
                .run(new ByteArrayInputStream(new byte[] {'{', (byte) 0xff, '}'}), out);

        assertThat(line.path("text").textValue()).isEqualTo("\ud83d [N] \ude00😀");
        assertThat(outcome.problems())
                .containsExactly(new BadLine(1, "bytes that are no UTF-8", "a JSON object in UTF-8"));
    }

    @Test
    void countsVerdictsAndMeasuresTheTimeOfJudging() throws IOException {
        AtomicLong clock = new AtomicLong();
        Trial.Outcome outcome = new Trial(
                        Chains.of(List.of(link("watch", watch("a")))), () -> clock.getAndAdd(2_000_000))
                .run(bytes("{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"b\"}\n"), out);

        assertThat(outcome.tally().lines()).containsEntry("flag", 1).containsEntry("allow", 1);
        assertThat(outcome.tally().policies().get("watch"))
                .containsEntry("flag", 1)
                .containsEntry("block", 0);
        assertThat(outcome.tally().totalMillis()).isEqualTo(4);
        assertThat(outcome.tally().millis(0.99)).isEqualTo(2);
    }

    private JsonNode only(Chains chains, String line) {
        try {
            Trial.Outcome outcome = trial(chains, line.replace("\n", " "));
            assertThat(outcome.problems()).isEmpty();
            return json(out.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Trial.Outcome trial(Chains chains, String lines) throws IOException {
        return new Trial(chains, System::nanoTime).run(bytes(lines), out);
    }

    private static ByteArrayInputStream bytes(String lines) {
        return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Link link(String name, Policy policy) {
        return new Link(new Named(name, policy::judge), Conduct.of(Action.BLOCK, Direction.REQUEST));
    }

    private static Policy named(String name, Consumer<Material> judge) {
        return new Named(name, material -> {
            judge.accept(material);
            return Verdict.Allow.CLEAN;
        });
    }

    private static Policy broken2(Policy broken) {
        return new Named("broken2", broken::judge);
    }

    private static Policy stop() {
        return new Named("stop", material -> new Verdict.Block("stopped", Evidence.NONE));
    }

    /** Finds the first one of each passage. */
    private static Policy watch(String word) {
        return new Named("watch", material -> {
            List<Finding> found = findings(material, word);
            return found.isEmpty()
                    ? Verdict.Allow.CLEAN
                    : new Verdict.Flag("seen", new Evidence(0.5, found.subList(0, 1)));
        });
    }

    private static Policy mask(String word, String replacement) {
        return new Named("mask", material -> {
            List<Finding> found = findings(material, word);
            List<Edit> edits = found.stream()
                    .map(finding -> new Edit(finding.passage(), finding.start(), finding.end(), replacement))
                    .toList();
            return new Verdict.Rewrite("masked", edits, Map.of(), new Evidence(null, found));
        });
    }

    private static List<Finding> findings(Material material, String word) {
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < material.passages().size(); i++) {
            String text = material.passages().get(i).text();
            for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                found.add(new Finding(word, i, at, at + word.length()));
            }
        }
        return found;
    }

    private record Named(String name, Function<Material, Verdict> judging) implements Policy {
        @Override
        public Verdict judge(Material material) {
            return judging.apply(material);
        }
    }

    private static final class Asking implements AskingPolicy {
        @Override
        public String name() {
            return "asks";
        }

        @Override
        public void ask(Material material, Consumer<Verdict> answer) {
            throw new AssertionError("asked");
        }
    }
}
