package dev.alize.topology;

import dev.alize.domain.Direction;
import dev.alize.domain.Evidence;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Material;
import dev.alize.domain.Material.About;
import dev.alize.domain.Verdict;
import dev.alize.policies.Link;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.PolicyResult;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One policy of the chain, as a stage of its own: its verdict is kept with the request, and a block answers it. */
final class Judge implements Processor<byte[], Inbound, byte[], Object> {
    private static final Logger log = LoggerFactory.getLogger(Judge.class);

    private final String policy;
    private final Engine engine;
    private final String next;
    private ProcessorContext<byte[], Object> context;

    /** @param next the next policy, or dispatch */
    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Judge(String policy, Engine engine, String next) {
        this.policy = policy;
        this.engine = engine;
        this.next = next;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], Inbound> record) {
        Inbound inbound = record.value();
        CompletionRequest request = inbound.open().getRequest();
        About about = new About(
                inbound.identity(),
                request.getSubject(),
                request.getModel(),
                Demands.capabilities(request),
                CallStart.isStreamed(inbound.open()));
        Link link = engine.settings().chains().of(about).find(policy, Direction.REQUEST);
        if (link == null) {
            context.forward(record, next);
            return;
        }
        Verdict verdict = verdict(link, Material.ofRequest(about, List.of()));
        switch (verdict) {
            case Verdict.Allow allow -> pass(record, "allow", null, allow.evidence());
            case Verdict.Flag flag -> pass(record, "flag", flag.reason(), flag.evidence());
            case Verdict.Rewrite rewrite -> pass(record, "rewrite", rewrite.reason(), rewrite.evidence());
            case Verdict.Block block -> {
                keep(inbound, "block", block.reason(), block.evidence());
                blocked(record, block);
            }
        }
    }

    private void pass(Record<byte[], Inbound> record, String verdict, @Nullable String reason, Evidence evidence) {
        keep(record.value(), verdict, reason, evidence);
        context.forward(record, next);
    }

    /** A policy that throws blocks: it fails closed. */
    private Verdict verdict(Link link, Material material) {
        try {
            return link.policy().judge(material);
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("policy", policy)
                    .addKeyValue("exception", e.getClass().getName())
                    .log("A policy threw and the request is blocked");
            return new Verdict.Block("policy_error", Evidence.NONE);
        }
    }

    private void keep(Inbound inbound, String verdict, @Nullable String reason, Evidence evidence) {
        PolicyResult result =
                new PolicyResult(policy, verdict, reason, evidence.score(), evidence.counts(), "request", false);
        inbound.open().getPolicyResults().add(result);
    }

    private void blocked(Record<byte[], Inbound> record, Verdict.Block block) {
        long now = context.currentSystemTimeMs();
        String message = "The policy " + policy + " blocked the request: " + block.reason();
        Answered answered =
                Answered.refused(record.value(), FailureKind.POLICY_BLOCKED, message, engine.settings(), now);
        CompletionResponse response = answered.response();
        response.getError().setCode(block.reason());
        context.forward(record.withValue(answered), Stages.ANSWER);
    }
}
