package dev.alize.simulator.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BehaviourJsonTest {
    @Test
    void readsEveryKey() {
        Behaviour read = parse("""
                {"latency": "lognormal:200ms:0.5", "seed": 7,
                 "answer": {"tokens": 12, "text": "Hello", "finish_reason": "length"},
                 "rules": [
                   {"do": "refuse", "status": 503, "code": "3505", "from": "10s", "to": "20s"},
                   {"do": "refuse", "status": 429, "body": "{}", "headers": {"x-a": "0"}, "share": 0.01},
                   {"do": "hang", "request_id": "r-17", "times": 1},
                   {"do": "slow", "over": "2s", "header": "x-tenant", "value": "acme"},
                   {"do": "answer", "latency": "30s"},
                   {"do": "malformed"}, {"do": "truncated"}, {"do": "empty"}, {"do": "reset"}]}""");
        assertThat(read)
                .isEqualTo(new Behaviour(
                        new Latency.Lognormal(Duration.ofMillis(200), 0.5),
                        new AnswerShape(12, "Hello", "length"),
                        7,
                        List.of(
                                Rule.of(Match.ALL, Reaction.Refuse.of(503, "3505"))
                                        .between(Duration.ofSeconds(10), Duration.ofSeconds(20)),
                                Rule.of(Match.share(0.01), new Reaction.Refuse(429, null, "{}", Map.of("x-a", "0"))),
                                Rule.of(Match.requestId("r-17"), new Reaction.Hang())
                                        .times(1),
                                Rule.of(Match.header("x-tenant", "acme"), new Reaction.Slow(Duration.ofSeconds(2))),
                                Rule.of(Match.ALL, new Reaction.Answer())
                                        .after(new Latency.Fixed(Duration.ofSeconds(30))),
                                Rule.of(Match.ALL, new Reaction.Malformed()),
                                Rule.of(Match.ALL, new Reaction.Truncated()),
                                Rule.of(Match.ALL, new Reaction.Empty()),
                                Rule.of(Match.ALL, new Reaction.Reset()))));
    }

    @Test
    void anEmptyObjectIsGoodBehaviour() {
        assertThat(parse("{}")).isEqualTo(Behaviour.GOOD);
    }

    @Test
    void namesAllProblemsAtOnce() {
        assertThatThrownBy(() -> parse("""
                        {"latncy": "1s", "latency": 5, "seed": 1.5, "answer": {"tokens": 0, "color": 1},
                         "rules": [{"do": "explode"}, {"do": "slow"}, {"do": "refuse", "status": 99, "share": 2},
                                   {"do": "hang", "status": 500}, {"do": "hang", "value": "x"}, 7]}"""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "behaviour.latncy: unknown key; known are latency, seed, answer, rules",
                        "behaviour.latency: expected text",
                        "behaviour.seed: expected a whole number",
                        "behaviour.answer.color: unknown key",
                        "behaviour.answer: tokens is 0, expected 1 to 1000000",
                        "behaviour.rules[0].do: 'explode', expected one of answer, refuse",
                        "behaviour.rules[1]: over is PT0S, expected above zero",
                        "behaviour.rules[2]: status is 99, expected 200 to 599",
                        "behaviour.rules[2]: share is 2.0, expected above 0 up to 1",
                        "behaviour.rules[3].status: unknown key",
                        "behaviour.rules[4]: value without header",
                        "behaviour.rules[5]: is not an object");
    }

    @Test
    void refusesWhatIsNotJson() {
        assertThatThrownBy(() -> parse("{\"seed\": 1,}")).hasMessageContaining("not JSON at line 1");
        assertThatThrownBy(() -> parse("{\"seed\": 1, \"seed\": 2}")).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> parse("{} {}")).hasMessageContaining("not JSON");
        assertThatThrownBy(() -> parse("")).hasMessageContaining("not an object");
    }

    private static Behaviour parse(String json) {
        return BehaviourJson.parse(json.getBytes(UTF_8));
    }
}
