package dev.alize.topology;

import dev.alize.domain.Direction;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Verdict;
import dev.alize.policies.Link;
import dev.alize.topology.judging.Verdicts;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** What follows from a verdict on a request: it is kept with the request, which goes on or is answered, blocked. */
final class Consequence {
    private final Engine engine;
    private final ProcessorContext<byte[], Object> context;
    private final String next;

    /**
     * @param context of the policy's stage
     * @param next the next policy, or dispatch
     */
    Consequence(Engine engine, ProcessorContext<byte[], Object> context, String next) {
        this.engine = engine;
        this.context = context;
        this.next = next;
    }

    /** @param verdict whose changes the texts have already */
    void follow(Record<byte[], Inbound> record, Link link, Verdict verdict) {
        Inbound inbound = record.value();
        inbound.open().getPolicyResults().add(Verdicts.result(link, Direction.REQUEST, verdict));
        switch (verdict) {
            case Verdict.Allow allow -> context.forward(record, next);
            case Verdict.Flag flag -> context.forward(record, next);
            case Verdict.Rewrite rewrite -> {
                inbound.open().getOriginals().putAll(rewrite.originals());
                context.forward(record, next);
            }
            case Verdict.Block block -> blocked(record, link, block);
        }
    }

    private void blocked(Record<byte[], Inbound> record, Link link, Verdict.Block block) {
        String message = "The policy " + link.name() + " blocked the request: " + block.reason();
        Answered answered = refused(record.value(), FailureKind.POLICY_BLOCKED, message);
        answered.response().getError().setCode(block.reason());
        context.forward(record.withValue(answered), Stages.ANSWER);
    }

    /** Answers the request without a call. */
    void refuse(Record<byte[], Inbound> record, FailureKind kind, String message) {
        context.forward(record.withValue(refused(record.value(), kind, message)), Stages.ANSWER);
    }

    private Answered refused(Inbound inbound, FailureKind kind, String message) {
        return Answered.refused(inbound, kind, message, engine.settings(), context.currentSystemTimeMs());
    }
}
