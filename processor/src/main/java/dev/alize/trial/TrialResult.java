package dev.alize.trial;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.domain.Finding;
import dev.alize.domain.Verdict;
import dev.alize.policies.ChainRun;
import dev.alize.policies.ChainRun.Step;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One line of the output. */
final class TrialResult {
    private final TrialLine line;
    private final Map<Integer, CodePoints> offsets = new HashMap<>();

    private TrialResult(TrialLine line) {
        this.line = line;
    }

    /** Takes over the rewritten texts into the messages of the line. */
    static ObjectNode json(TrialLine line, ChainRun.Result result) {
        return new TrialResult(line).of(result);
    }

    private ObjectNode of(ChainRun.Result result) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("id", line.id());
        json.put("verdict", verdict(result));
        if (line.texts() == null) {
            json.put("text", result.passages().getFirst().text());
        } else {
            line.texts().replace(result.passages());
            json.set("messages", line.messages());
        }
        ArrayNode steps = json.putArray("results");
        result.steps().forEach(step -> steps.add(step(step)));
        return json;
    }

    static String verdict(ChainRun.Result result) {
        return result.steps().stream().map(step -> step.verdict().word()).reduce("allow", Verdicts::worse);
    }

    private ObjectNode step(Step step) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("policy", step.policy())
                .put("verdict", step.verdict().word())
                .put("score", step.verdict().evidence().score())
                .put("reason", step.verdict().reason());
        if (step.shadow()) {
            json.put("shadow", true);
        }
        if (step.state() != ChainRun.State.JUDGED) {
            json.put("state", step.state().name().toLowerCase(Locale.ROOT));
        }
        if (step.verdict() instanceof Verdict.Block block && block.remedy() != Verdict.Remedy.NONE) {
            json.put("remedy", block.remedy().name().toLowerCase(Locale.ROOT));
        }
        ArrayNode found = json.putArray("found");
        step.verdict()
                .evidence()
                .found()
                .forEach(finding -> found.add(found(step.history().original(finding))));
        return json;
    }

    private ObjectNode found(Finding finding) {
        CodePoints points = offsets.computeIfAbsent(
                finding.passage(),
                index -> new CodePoints(line.material().passages().get(index).text()));
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", finding.kind());
        if (line.texts() != null) {
            ChatTexts.Place place = line.texts().place(finding.passage());
            json.put("message", place.message());
            if (place.part() != null) {
                json.put("part", place.part());
            }
            if (place.toolCall() != null) {
                json.put("tool_call", place.toolCall());
            }
        }
        return json.put("start", points.of(finding.start())).put("end", points.of(finding.end()));
    }
}
