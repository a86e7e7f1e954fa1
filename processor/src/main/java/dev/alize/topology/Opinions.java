package dev.alize.topology;

import dev.alize.domain.Direction;
import dev.alize.domain.Material.About;
import dev.alize.domain.Verdict;
import dev.alize.policies.AskingPolicy;
import dev.alize.policies.Chain;
import dev.alize.policies.Link;
import dev.alize.schemas.Choice;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Status;
import dev.alize.topology.judging.Hearing;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Asks the policies that must ask somebody about an answer, before its call counts as finished: they see the answer as
 * it came, and what they say is taken into account where they stand in the chain. On threads of the provider.
 */
final class Opinions {
    private final Engine engine;

    Opinions(Engine engine) {
        this.engine = engine;
    }

    /**
     * @param choices the answer as it came: nobody outside is told what policies put back
     * @param done takes the same with the verdicts, at once where nobody has to be asked; else on any thread
     */
    void ask(OpenRequest open, Settled settled, List<Choice> choices, Consumer<Settled> done) {
        About about = Demands.about(open);
        Chain chain = engine.settings().chains().of(about);
        List<Link> links = settled.response().getStatus() == Status.COMPLETED ? asking(chain) : List.of();
        if (links.isEmpty()) {
            done.accept(settled);
            return;
        }
        Hearing hearing = Hearing.ofAnswer(about, chain, open.getRequest(), choices, open.getOriginals());
        Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
        AtomicInteger missing = new AtomicInteger(links.size());
        for (Link link : links) {
            hearing.ask(link, verdict -> {
                verdicts.put(link.name(), verdict);
                if (missing.decrementAndGet() == 0) {
                    done.accept(settled.with(verdicts));
                }
            });
        }
    }

    private static List<Link> asking(Chain chain) {
        if (!chain.judgesAnswers()) {
            return List.of();
        }
        return chain.links().stream()
                .filter(link -> link.policy() instanceof AskingPolicy)
                .filter(link -> link.conduct().judges(Direction.RESPONSE))
                .toList();
    }
}
