package dev.alize.simulator.behaviour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.simulator.behaviour.AnswerShape.Tools;
import dev.alize.simulator.behaviour.StreamShape.Framing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BehaviourJsonTest {
    @Test
    void readsEveryKey() {
        Behaviour read = parse("""
                {"latency": "lognormal:200ms:0.5", "seed": 7,
                 "answer": {"tokens": 12, "shortest": 3, "text": "Hello", "finish_reason": "length",
                            "tool_calls": {"always": true, "calls": 2, "in_parts": true}},
                 "stream": {"token_interval": "50ms", "stamp_deltas": true, "events_per_write": 4, "padding": true},
                 "rules": [
                   {"do": "refuse", "status": 503, "code": "3505", "from": "10s", "to": "20s"},
                   {"do": "refuse", "status": 429, "body": "{}", "headers": {"x-a": "0"}, "share": 0.01},
                   {"do": "hang", "request_id": "r-17", "times": 1},
                   {"do": "slow", "over": "2s", "header": "x-tenant", "value": "acme"},
                   {"do": "answer", "latency": "30s"},
                   {"do": "hang", "model": "m", "path": "*", "request_share": 0.3},
                   {"do": "malformed"}, {"do": "truncated"}, {"do": "empty"}, {"do": "reset"}]}""");
        assertThat(read)
                .isEqualTo(new Behaviour(
                        new Latency.Lognormal(Duration.ofMillis(200), 0.5),
                        new AnswerShape(12, "Hello", "length")
                                .with(new Tools(true, 2, true))
                                .withShortest(3),
                        new StreamShape(Duration.ofMillis(50), true, new Framing(4, false, false, false, true)),
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
                                Rule.of(new Match(1, null, null, null, "m", "*", 0.3), new Reaction.Hang()),
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
                        "behaviour.latncy: unknown key; known are latency, seed, answer, stream, rules",
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
    void readsEveryFlawOfAStream() {
        Behaviour read = parse("""
                {"rules": [
                   {"do": "cut"}, {"do": "cut", "after": 0, "inside": true}, {"do": "stall", "after": 2},
                   {"do": "quit"}, {"do": "quit", "after": 3}, {"do": "repeat", "after": 4},
                   {"do": "error_event"},
                   {"do": "error_event", "after": 5, "status": 503, "code": "3505", "wrapped": true},
                   {"do": "garbage", "after": 6}, {"do": "long_event", "after": 7, "characters": 9},
                   {"do": "framed", "events_per_write": 3, "split": true, "comments": true, "crlf": true}]}""");
        assertThat(read.rules().stream().map(Rule::reaction))
                .containsExactly(
                        new Reaction.Flawed(new Flaw.Cut(1, false)),
                        new Reaction.Flawed(new Flaw.Cut(0, true)),
                        new Reaction.Flawed(new Flaw.Stall(2)),
                        new Reaction.Flawed(new Flaw.Quit(Integer.MAX_VALUE)),
                        new Reaction.Flawed(new Flaw.Quit(3)),
                        new Reaction.Flawed(new Flaw.Repeat(4)),
                        new Reaction.Flawed(new Flaw.ErrorEvent(1, 500, null, false)),
                        new Reaction.Flawed(new Flaw.ErrorEvent(5, 503, "3505", true)),
                        new Reaction.Flawed(new Flaw.Garbage(6)),
                        new Reaction.Flawed(new Flaw.LongEvent(7, 9)),
                        new Reaction.Framed(new Framing(3, true, true, true, false)));
    }

    @Test
    void namesEveryProblemOfAStream() {
        assertThatThrownBy(() -> parse("""
                {"stream": {"token_interval": "50", "events_per_write": 0, "crlf": 1, "speed": 2},
                 "answer": {"tool_calls": {"calls": 17}},
                 "rules": [{"do": "cut", "after": -1}, {"do": "repeat", "after": 0}, {"do": "stall", "inside": true},
                           {"do": "long_event", "characters": 0}, {"do": "error_event", "status": 200}]}"""))
                .hasMessageContainingAll(
                        "(10 problems)",
                        "behaviour.stream.token_interval: '50' is no duration",
                        "behaviour.stream: events per write are 0, expected 1 to 1000",
                        "behaviour.stream.crlf: expected true or false",
                        "behaviour.stream.speed: unknown key",
                        "behaviour.answer.tool_calls: calls are 17, expected 1 to 16",
                        "behaviour.rules[0]: after is -1",
                        "behaviour.rules[1]: after is 0, expected 1 or more to repeat",
                        "behaviour.rules[2].inside: unknown key",
                        "behaviour.rules[3]: characters are 0",
                        "behaviour.rules[4]: status is 200, expected 400 to 599");
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
