package dev.alize.topology.judging;

import dev.alize.domain.Direction;
import dev.alize.domain.Material;
import dev.alize.domain.Material.About;
import dev.alize.domain.Passage;
import dev.alize.domain.Verdict;
import dev.alize.policies.Chain;
import dev.alize.policies.Link;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A request or an answer on its way through its chain, with its texts as they are now. Not thread-safe. */
public final class Hearing {
    private final Direction direction;
    private final About about;
    private final Chain chain;
    private final Texts texts;
    private final List<Passage> asked;
    private final Map<Integer, String> finishReasons;
    private final Map<String, String> originals;

    private Hearing(Direction direction, About about, Chain chain, Texts texts, Answer answer) {
        this.direction = direction;
        this.about = about;
        this.chain = chain;
        this.texts = texts;
        this.asked = answer.asked();
        this.finishReasons = answer.finishReasons();
        this.originals = answer.originals();
    }

    private record Answer(List<Passage> asked, Map<Integer, String> finishReasons, Map<String, String> originals) {
        static final Answer NONE = new Answer(List.of(), Map.of(), Map.of());
    }

    public static Hearing ofRequest(About about, Chain chain, CompletionRequest request) {
        return new Hearing(Direction.REQUEST, about, chain, Texts.of(request), Answer.NONE);
    }

    /** @param originals what was taken out of the request, by its marker */
    public static Hearing ofAnswer(
            About about, Chain chain, CompletionRequest request, List<Choice> choices, Map<String, String> originals) {
        Map<Integer, String> reasons = new HashMap<>();
        for (int i = 0; i < choices.size(); i++) {
            String reason = choices.get(i).getFinishReason();
            if (reason != null) {
                reasons.put(i, reason);
            }
        }
        Answer answer = new Answer(Texts.of(request).passages(), reasons, originals);
        return new Hearing(Direction.RESPONSE, about, chain, Texts.of(choices), answer);
    }

    /** What a streamed answer says that no guard has seen: its tool calls above all. */
    static Hearing ofUnstreamed(Material answer, Chain chain, List<Choice> choices) {
        Answer about = new Answer(answer.asked(), Map.of(), answer.originals());
        return new Hearing(Direction.RESPONSE, answer.about(), chain, Texts.unstreamed(choices), about);
    }

    boolean hasTexts() {
        return !texts.passages().isEmpty();
    }

    public Direction direction() {
        return direction;
    }

    public Chain chain() {
        return chain;
    }

    /** What is to be judged now. */
    Material material() {
        return new Material(direction, about, texts.passages(), asked, finishReasons, originals);
    }

    /**
     * Asks a policy, and changes the texts, and the record they are from, where it rewrites them. A policy that throws,
     * or whose edits do not fit, has failed: what holds then, its conduct says.
     */
    public Verdict judge(Link link) {
        return rewritten(link, Verdicts.of(link, material()));
    }

    /**
     * Lets a policy ask whom it must ask.
     *
     * @param answer takes the verdict, once, on any thread; to be given to {@link #take} where it is to be followed
     */
    public void ask(Link link, Consumer<Verdict> answer) {
        Verdicts.ask(link, material(), answer);
    }

    /** Changes the texts, and the record they are from, where a policy that was asked about them rewrites them. */
    public Verdict take(Link link, Verdict verdict) {
        return rewritten(link, link.enforced(verdict));
    }

    private Verdict rewritten(Link link, Verdict verdict) {
        if (verdict instanceof Verdict.Rewrite rewrite) {
            try {
                texts.apply(rewrite.edits());
            } catch (IllegalArgumentException e) {
                return Verdicts.failed(link, e);
            }
        }
        return verdict;
    }
}
