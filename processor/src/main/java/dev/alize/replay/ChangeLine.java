package dev.alize.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.replay.Change.Kind;
import java.math.BigDecimal;

/** A line of the output: a request, and what changes. No text of it. */
final class ChangeLine {
    private static final int NANO_DIGITS = 9;

    private ChangeLine() {}

    /** Of a request that could not be judged. */
    static String of(Life life, String why) {
        ObjectNode node = head(life);
        node.putArray("changed").add(why);
        return node.toString();
    }

    static String of(Life life, Change change) {
        ObjectNode node = head(life);
        change.kinds().stream().map(Kind::code).forEach(node.putArray("changed")::add);
        ArrayNode verdicts = node.putArray("verdicts");
        change.policies()
                .forEach(policy -> verdicts.addObject()
                        .put("policy", policy.name())
                        .put("before", policy.before())
                        .put("after", policy.after()));
        node.put("target_before", change.targetBefore()).put("target_after", change.targetAfter());
        node.put("cost_before_usd", BigDecimal.valueOf(change.nanoBefore(), NANO_DIGITS));
        node.put("cost_after_usd", change.priced() ? BigDecimal.valueOf(change.nanoAfter(), NANO_DIGITS) : null);
        return node.toString();
    }

    private static ObjectNode head(Life life) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("request_id", life.identity.requestId()).put("tenant", life.identity.tenant());
        node.put("redrive", life.identity.redrive()).put("status", life.status());
        return node.put("partition", life.partition).put("offset", life.offset);
    }
}
