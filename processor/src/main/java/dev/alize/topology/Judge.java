package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Request;
import dev.alize.domain.Verdict;
import dev.alize.policies.Policy;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.PolicyResult;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One policy of the chain, as a stage of its own: its verdict is kept with the request, and a block answers it. */
final class Judge implements Processor<byte[], Inbound, byte[], Object> {
    private static final Logger log = LoggerFactory.getLogger(Judge.class);

    private final Policy policy;
    private final Engine engine;
    private final String next;
    private ProcessorContext<byte[], Object> context;

    /** @param next the next policy, or dispatch */
    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Judge(Policy policy, Engine engine, String next) {
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
        switch (verdict(new Request(inbound.identity(), request.getSubject(), request.getModel()))) {
            case Verdict.Allow allow -> {
                keep(inbound, "allow", null, Map.of());
                context.forward(record, next);
            }
            case Verdict.Block block -> {
                keep(inbound, "block", block.reason(), block.found());
                blocked(record, block);
            }
        }
    }

    /** A policy that throws blocks: it fails closed. */
    private Verdict verdict(Request request) {
        try {
            return policy.judge(request);
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("policy", policy.name())
                    .addKeyValue("exception", e.getClass().getName())
                    .log("A policy threw and the request is blocked");
            return new Verdict.Block("policy_error", Map.of());
        }
    }

    private void keep(Inbound inbound, String verdict, @Nullable String reason, Map<String, Integer> found) {
        PolicyResult result = new PolicyResult(policy.name(), verdict, reason, null, new HashMap<>(found));
        inbound.open().getPolicyResults().add(result);
    }

    private void blocked(Record<byte[], Inbound> record, Verdict.Block block) {
        long now = context.currentSystemTimeMs();
        String message = "The policy " + policy.name() + " blocked the request: " + block.reason();
        Answered answered =
                Answered.refused(record.value(), FailureKind.POLICY_BLOCKED, message, engine.settings(), now);
        CompletionResponse response = answered.response();
        response.getError().setCode(block.reason());
        context.forward(record.withValue(answered), Stages.ANSWER);
    }
}
