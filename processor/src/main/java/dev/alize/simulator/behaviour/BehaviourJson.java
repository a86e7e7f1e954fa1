package dev.alize.simulator.behaviour;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.alize.simulator.behaviour.AnswerShape.Tools;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of a {@link Behaviour}, strict: unknown keys are refused by name, and all problems are told at once.
 *
 * <pre>{@code
 * {"latency": "lognormal:200ms:0.5", "seed": 7,
 *  "answer": {"tokens": 40, "shortest": 10, "text": "...", "finish_reason": "length",
 *             "tool_calls": {"always": true, "calls": 2, "in_parts": true}},
 *  "stream": {"token_interval": "50ms", "stamp_deltas": true,
 *             "events_per_write": 5, "split": true, "comments": true, "crlf": true, "padding": true},
 *  "rules": [
 *    {"do": "refuse", "status": 503, "code": "3505", "from": "10s", "to": "20s"},
 *    {"do": "refuse", "status": 429, "code": "1300", "headers": {"x-ratelimit-limit-req-minute": "0"}, "share": 0.01},
 *    {"do": "hang", "request_id": "r-17", "times": 1},
 *    {"do": "slow", "over": "2s", "header": "x-tenant", "value": "acme"},
 *    {"do": "answer", "latency": "30s", "share": 0.001},
 *    {"do": "refuse", "status": 500, "request_share": 0.3},
 *    {"do": "refuse", "status": 503, "path": "*", "to": "60s", "headers": {"retry-after": "5"}},
 *    {"do": "refuse", "status": 503, "path": "/v1/models"},
 *    {"do": "refuse", "status": 429, "code": "3505", "model": "mistral-large-latest"},
 *    {"do": "cut", "after": 12, "inside": true, "share": 0.01},
 *    {"do": "error_event", "after": 3, "status": 503, "code": "3505", "wrapped": true, "times": 2},
 *    {"do": "long_event", "after": 3, "characters": 5000000},
 *    {"do": "framed", "events_per_write": 5, "crlf": true}]}
 * }</pre>
 *
 * <p>{@code do} is one of answer, refuse, malformed, truncated, empty, hang, reset, slow; for streams framed, cut,
 * stall, quit, repeat, error_event, garbage, long_event (see {@link Flaw}). Everything but {@code do} (and {@code status}
 * of refuse, {@code over} of slow) has a default; that of {@code path} is any completion; that of {@code after} is 1, but for quit the end of the chunks.
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
            StreamShape stream = stream(root.object("stream"));
            List<Rule> rules =
                    root.objects("rules").stream().map(BehaviourJson::rule).toList();
            root.end();
            return new Behaviour(latency, answer, stream, seed, rules);
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
        Tools tools = tools(object.object("tool_calls"));
        int shortest = object.count("shortest", tokens);
        object.end();
        return object.attempt("", AnswerShape.SHORT, () -> new AnswerShape(tokens, text, reason, tools, shortest));
    }

    private static Tools tools(@Nullable StrictObject object) {
        if (object == null) {
            return Tools.AS_ASKED;
        }
        boolean always = object.flag("always");
        int calls = object.count("calls", Tools.AS_ASKED.calls());
        boolean inParts = object.flag("in_parts");
        object.end();
        return object.attempt("", Tools.AS_ASKED, () -> new Tools(always, calls, inParts));
    }

    private static StreamShape stream(@Nullable StrictObject object) {
        if (object == null) {
            return StreamShape.PLAIN;
        }
        Duration interval = object.text("token_interval", Duration.ZERO, DurationText::parse);
        boolean stamps = object.flag("stamp_deltas");
        StreamShape shape = new StreamShape(interval, stamps, ReactionJson.framing(object));
        object.end();
        return shape;
    }

    private static Rule rule(StrictObject object) {
        Reaction reaction = ReactionJson.read(object);
        double share = object.number("share", 1);
        String header = object.text("header");
        String value = object.text("value");
        String id = object.text("request_id");
        Duration from = object.text("from", Duration.ZERO, DurationText::parse);
        Duration to = object.text("to", DurationText::parse);
        String model = object.text("model");
        String path = object.text("path");
        double requestShare = object.number("request_share", 1);
        int times = object.count("times", Integer.MAX_VALUE);
        Latency latency = object.text("latency", Latency::parse);
        object.end();
        Rule fallback = Rule.of(Match.ALL, reaction);
        return object.attempt("", fallback, () -> {
            Match match = new Match(share, header, value, id, model, path, requestShare);
            return new Rule(match, from, to, times, latency, reaction);
        });
    }
}
