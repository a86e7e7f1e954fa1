package dev.alize.simulator.behaviour;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a {@link Behaviour}, strict: unknown keys are refused by name, and all problems are told at once.
 *
 * <pre>{@code
 * {"latency": "lognormal:200ms:0.5", "seed": 7,
 *  "answer": {"tokens": 40, "text": "...", "finish_reason": "length"},
 *  "rules": [
 *    {"do": "refuse", "status": 503, "code": "3505", "from": "10s", "to": "20s"},
 *    {"do": "refuse", "status": 429, "code": "1300", "headers": {"x-ratelimit-limit-req-minute": "0"}, "share": 0.01},
 *    {"do": "hang", "request_id": "r-17", "times": 1},
 *    {"do": "slow", "over": "2s", "header": "x-tenant", "value": "acme"},
 *    {"do": "answer", "latency": "30s", "share": 0.001}]}
 * }</pre>
 *
 * <p>{@code do} is one of answer, refuse, malformed, truncated, empty, hang, reset, slow. Everything but {@code do}
 * (and {@code status} of refuse, {@code over} of slow) has a default.
 */
public final class BehaviourJson {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private BehaviourJson() {}

    /** Reads a behaviour; throws IllegalArgumentException with every problem of the text. */
    public static Behaviour parse(byte[] json) {
        List<String> problems = new ArrayList<>();
        Behaviour behaviour = read(json, problems);
        if (!problems.isEmpty()) {
            StringBuilder all = new StringBuilder(
                    "Behaviour is invalid (%d problem%s):".formatted(problems.size(), problems.size() == 1 ? "" : "s"));
            for (int i = 0; i < problems.size(); i++) {
                all.append(" %d) %s".formatted(i + 1, problems.get(i)));
            }
            throw new IllegalArgumentException(all.toString());
        }
        return behaviour;
    }

    private static Behaviour read(byte[] json, List<String> problems) {
        try {
            StrictObject root = new StrictObject(READER.readTree(json), "behaviour", problems);
            Latency latency = root.text("latency", Latency.NONE, Latency::parse);
            long seed = root.whole("seed", Behaviour.GOOD.seed());
            AnswerShape answer = answer(root.object("answer"));
            List<Rule> rules =
                    root.objects("rules").stream().map(BehaviourJson::rule).toList();
            root.end();
            return new Behaviour(latency, answer, seed, rules);
        } catch (JsonProcessingException e) {
            problems.add("behaviour: not JSON at line %d column %d"
                    .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
        } catch (IOException e) {
            problems.add("behaviour: cannot be read: " + e.getMessage());
        }
        return Behaviour.GOOD;
    }

    private static AnswerShape answer(@Nullable StrictObject object) {
        if (object == null) {
            return AnswerShape.SHORT;
        }
        int tokens = object.count("tokens", AnswerShape.SHORT.tokens());
        String text = object.text("text");
        String reason = object.text("finish_reason");
        object.end();
        return object.attempt("", AnswerShape.SHORT, () -> new AnswerShape(tokens, text, reason));
    }

    private static Rule rule(StrictObject object) {
        Reaction reaction = reaction(object);
        double share = object.number("share", 1);
        String header = object.text("header");
        String value = object.text("value");
        String id = object.text("request_id");
        Duration from = object.text("from", Duration.ZERO, DurationText::parse);
        Duration to = object.text("to", DurationText::parse);
        int times = object.count("times", Integer.MAX_VALUE);
        Latency latency = object.text("latency", Latency::parse);
        object.end();
        Rule fallback = Rule.of(Match.ALL, reaction);
        return object.attempt(
                "", fallback, () -> new Rule(new Match(share, header, value, id), from, to, times, latency, reaction));
    }

    private static Reaction reaction(StrictObject object) {
        String name = object.text("do", "", Function.identity());
        return switch (name) {
            case "answer" -> new Reaction.Answer();
            case "refuse" -> refuse(object);
            case "malformed" -> new Reaction.Malformed();
            case "truncated" -> new Reaction.Truncated();
            case "empty" -> new Reaction.Empty();
            case "hang" -> new Reaction.Hang();
            case "reset" -> new Reaction.Reset();
            case "slow" -> slow(object);
            default -> unknown(object, name);
        };
    }

    private static Reaction refuse(StrictObject object) {
        int status = object.count("status", 0);
        String code = object.text("code");
        String body = object.text("body");
        var headers = object.texts("headers");
        return object.attempt("", new Reaction.Answer(), () -> new Reaction.Refuse(status, code, body, headers));
    }

    private static Reaction slow(StrictObject object) {
        Duration over = object.text("over", Duration.ZERO, DurationText::parse);
        return object.attempt("", new Reaction.Answer(), () -> new Reaction.Slow(over));
    }

    private static Reaction unknown(StrictObject object, String name) {
        object.problem(".do: '%s', expected one of answer, refuse, malformed, truncated, empty, hang, reset, slow"
                .formatted(name));
        return new Reaction.Answer();
    }
}
