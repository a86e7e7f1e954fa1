package dev.alize.topology;

import dev.alize.domain.CallFacts;
import dev.alize.domain.Direction;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Router.Next;
import dev.alize.domain.Verdict;
import dev.alize.domain.Verdict.Remedy;
import dev.alize.policies.AskingPolicy;
import dev.alize.policies.Link;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Status;
import dev.alize.topology.judging.Verdicts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * One policy of the chain that judges answers, as a stage of its own. A block takes the answer away; where the policy
 * wants another one instead, the request goes back to {@code llm.retries} or {@code llm.fallbacks}. An answer that came
 * as a stream was judged by the policy's guard already.
 */
final class JudgeAnswer implements Processor<byte[], Answering, byte[], Object> {
    private static final CallFacts NOTHING = new CallFacts(200, 0, 0, null, Map.of());
    /** More attempts than any configuration allows: the next target is what is left. */
    private static final int ALL_ATTEMPTS = 1_000_000;

    private final String policy;
    private final Engine engine;
    private final TaskRooms rooms;
    private final String next;
    private ProcessorContext<byte[], Object> context;
    private Onward onward;
    private Renewal renewal;

    /** @param next the stage of the next policy, or answer */
    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    JudgeAnswer(String policy, Engine engine, TaskRooms rooms, String next) {
        this.policy = policy;
        this.engine = engine;
        this.rooms = rooms;
        this.next = next;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        TaskRoom room = rooms.enter(context);
        this.onward = new Onward(engine, room, context);
        this.renewal = new Renewal(engine, room);
    }

    @Override
    public void process(Record<byte[], Answering> record) {
        Answering answering = record.value();
        CompletionResponse response = answering.answered().response();
        Link link = answering.hearing().chain().find(policy, Direction.RESPONSE);
        if (link == null || wasGuarded(response)) {
            pass(record);
            return;
        }
        long start = System.nanoTime();
        Verdict verdict = verdict(answering, link);
        engine.observer().judged(policy, Direction.RESPONSE, verdict.word(), System.nanoTime() - start);
        if (verdict instanceof Verdict.Block block) {
            follow(record, link, block);
        } else {
            keep(response, link, verdict);
            pass(record);
        }
    }

    /** A policy that must ask somebody was asked before the call was finished. */
    private static Verdict verdict(Answering answering, Link link) {
        if (!(link.policy() instanceof AskingPolicy)) {
            return answering.hearing().judge(link);
        }
        Verdict opinion = answering.settled().opinions().get(link.name());
        return opinion == null || opinion instanceof Verdict.Rewrite
                ? Verdicts.failed(link, new IllegalStateException("no opinion to go by"))
                : link.enforced(opinion);
    }

    private boolean wasGuarded(CompletionResponse response) {
        return response.getPolicyResults().stream()
                .anyMatch(result -> result.getPolicy().equals(policy)
                        && result.getDirection().equals(Direction.RESPONSE.code()));
    }

    private static void keep(CompletionResponse response, Link link, Verdict verdict) {
        response.getPolicyResults().add(Verdicts.result(link, Direction.RESPONSE, verdict));
    }

    private void pass(Record<byte[], Answering> record) {
        if (next.equals(Stages.ANSWER)) {
            context.forward(record.withValue(record.value().answered()), next);
        } else {
            context.forward(record, next);
        }
    }

    private void follow(Record<byte[], Answering> record, Link link, Verdict.Block block) {
        Answering answering = record.value();
        CompletionResponse response = answering.answered().response();
        if (block.remedy() == Remedy.NONE) {
            keep(response, link, block);
            takeAway(response, block.reason());
            context.forward(record.withValue(answering.answered()), Stages.ANSWER);
        } else if (!wentOn(answering, block)) {
            keep(response, link, new Verdict.Flag(block.reason(), block.evidence()));
            pass(record);
        }
    }

    private void takeAway(CompletionResponse response, String reason) {
        String message = "The policy " + policy + " blocked the answer: " + reason;
        response.setStatus(Status.BLOCKED);
        response.setError(Responses.error(FailureKind.POLICY_BLOCKED, reason, message, null));
        response.setChoices(List.of());
        response.setExtra(new HashMap<>());
    }

    /** Whether there is an attempt or a target left for another answer. */
    private boolean wentOn(Answering answering, Verdict.Block block) {
        Answered answered = answering.answered();
        OpenRequest open = answered.open();
        long now = context.currentSystemTimeMs();
        String message = "The policy " + policy + " wants another answer: " + block.reason();
        var failure = new Outcome.Failure(FailureKind.LOW_QUALITY, block.reason(), message, NOTHING);
        int attempts = block.remedy() == Remedy.FALLBACK ? ALL_ATTEMPTS : open.getAttemptsAtTarget();
        open.setTrial(false); // the target has answered: what comes now counts
        Next further = onward.next(open, answering.settled().target().id(), failure, attempts, now);
        if (further instanceof Next.GiveUp || further instanceof Next.Requeue) {
            return false; // an answer in hand is better than to wait until its target takes calls again
        }
        if (!renewal.renews(open, routeOf(further, open))) {
            return false; // and better than to wait for a budget
        }
        open.setLastFailure(Responses.error(FailureKind.LOW_QUALITY, block.reason(), message, null));
        onward.go(answered.key(), answered.content(), answering.hop(), open, further, now);
        return true;
    }

    private static List<String> routeOf(Next further, OpenRequest open) {
        return switch (further) {
            case Next.Retry retry -> retry.route().targets();
            case Next.Fallback fallback -> fallback.route().targets();
            case Next.Requeue requeue -> requeue.route().targets();
            case Next.GiveUp giveUp -> open.getRoute();
        };
    }
}
