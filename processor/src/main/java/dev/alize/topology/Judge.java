package dev.alize.topology;

import dev.alize.domain.Direction;
import dev.alize.domain.Verdict;
import dev.alize.policies.Link;
import dev.alize.topology.judging.Hearing;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * One policy of the chain that judges requests, as a stage of its own: its verdict is kept with the request, a rewriting
 * changes it, and a block answers it. A request whose chain has no such policy passes by.
 */
final class Judge implements Processor<byte[], Inbound, byte[], Object> {
    private final String policy;
    private final Engine engine;
    private final String next;
    private ProcessorContext<byte[], Object> context;
    private Consequence consequence;

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
        this.consequence = new Consequence(engine, context, next);
    }

    @Override
    public void process(Record<byte[], Inbound> record) {
        Inbound inbound = record.value();
        Hearing hearing = inbound.hearing(engine);
        Link link = hearing.chain().find(policy, Direction.REQUEST);
        if (link == null) {
            context.forward(record, next);
            return;
        }
        long start = System.nanoTime();
        Verdict verdict = hearing.judge(link);
        engine.observer().judged(policy, Direction.REQUEST, verdict.word(), System.nanoTime() - start);
        consequence.follow(record, link, verdict);
    }
}
