package dev.alize.topology.judging;

import dev.alize.domain.Direction;
import dev.alize.domain.EngineObserver;
import dev.alize.domain.Material;
import dev.alize.domain.Material.About;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.policies.Chain;
import dev.alize.policies.Link;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Message;
import dev.alize.schemas.PolicyResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The guards of one streamed answer: its texts go through them part by part before they are published. Tool calls, whose
 * arguments make sense as a whole only, wait for the end, and so does the reason why a choice ended. Used by one thread
 * at a time.
 */
public final class StreamGuards {
    /** A policy that has blocked. */
    public record Blocked(String policy, String reason) {}

    private record Channel(long choice, TextName name) {}

    private final List<Link> links;
    private final Material answer;
    private final Chain chain;
    private final Map<Channel, GuardedText> channels = new LinkedHashMap<>();
    private final GuardResults whole = new GuardResults();
    private @Nullable Blocked blocked;

    private StreamGuards(List<Link> links, Chain chain, Material answer) {
        this.links = links;
        this.chain = chain;
        this.answer = answer;
    }

    /**
     * The guards of the policies that change or block answers; null where there is none. What only watches or flags
     * judges the whole answer.
     */
    public static @Nullable StreamGuards of(
            About about, Chain chain, CompletionRequest request, Map<String, String> originals) {
        if (!chain.judgesAnswers()) {
            return null;
        }
        Hearing hearing = Hearing.ofAnswer(about, chain, request, List.of(), originals);
        Material answer = hearing.material();
        List<Link> links = chain.links().stream()
                .filter(link -> link.conduct().judges(Direction.RESPONSE))
                .filter(link -> link.conduct().action() == Action.BLOCK
                        || link.conduct().action() == Action.REDACT)
                .filter(link -> post(link, answer).isPresent())
                .toList();
        return links.isEmpty() ? null : new StreamGuards(links, chain, answer);
    }

    /** What can be published of these changes now; none once a guard has blocked. */
    public List<Delta> guard(List<Delta> deltas) {
        List<Delta> released = new ArrayList<>(deltas.size());
        for (Delta delta : deltas) {
            guard(delta);
            if (blocked != null) {
                return List.of();
            }
            if (saysSomething(delta)) {
                released.add(delta);
            }
        }
        return released;
    }

    private void guard(Delta delta) {
        Message message = delta.getMessage();
        switch (message.getContent()) {
            case null -> {}
            case List<?> parts -> parts.forEach(part -> guard(delta.getIndex(), (ContentPart) part));
            default ->
                message.setContent(add(
                        delta.getIndex(), TextName.CONTENT, message.getContent().toString()));
        }
        message.setExtra(guardExtra(delta.getIndex(), TextName.NO_PART, message.getExtra()));
        message.setToolCalls(null);
        delta.setFinishReason(null);
    }

    private void guard(long choice, ContentPart part) {
        String text = part.getText();
        if (text != null) {
            part.setText(add(choice, TextName.CONTENT, text));
        }
        part.setExtra(guardExtra(choice, part.getType(), part.getExtra()));
    }

    /** Members that the schema does not know: their texts are guarded, and what is no text waits for the end. */
    private Map<String, String> guardExtra(long choice, String part, Map<String, String> extra) {
        Map<String, String> guarded = new HashMap<>();
        extra.forEach((name, json) -> {
            String text = JsonTexts.read(json);
            if (text != null) {
                boolean list = JsonTexts.isList(json);
                guarded.put(name, JsonTexts.write(list, add(choice, new TextName(part, name, list), text)));
            } else if (!Texts.mayHoldText(json)) {
                guarded.put(name, json);
            }
        });
        return guarded;
    }

    private String add(long choice, TextName name, String part) {
        GuardedText text = channels.computeIfAbsent(new Channel(choice, name), channel -> open());
        String released = text.add(part);
        note(text.blocking());
        return released;
    }

    private GuardedText open() {
        List<GuardedText.Post> posts = new ArrayList<>();
        for (Link link : links) {
            post(link, answer).ifPresent(posts::add);
        }
        return new GuardedText(posts);
    }

    /** Empty where the policy has no guard. */
    private static Optional<GuardedText.Post> post(Link link, Material answer) {
        try {
            return link.policy().guard(answer).map(guard -> new GuardedText.Post(link, guard));
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of(GuardedText.Post.failed(link, e));
        }
    }

    private void note(GuardedText.@Nullable Post post) {
        if (post != null && blocked == null && post.verdict() instanceof Verdict.Block block) {
            blocked = new Blocked(post.link().name(), block.reason());
        }
    }

    private static boolean saysSomething(Delta delta) {
        Message message = delta.getMessage();
        boolean text = message.getContent() != null
                && !(message.getContent() instanceof List<?> parts && parts.isEmpty())
                && !message.getContent().toString().isEmpty();
        return text || !message.getRole().isEmpty() || !message.getExtra().isEmpty();
    }

    /**
     * The answer is complete: makes of the response what was published, and judges what waited for the end.
     *
     * @return what is left to publish, the ends of the choices included; none where a guard has blocked
     */
    public List<Delta> end(CompletionResponse response) {
        List<Delta> rest = new ArrayList<>();
        for (Choice choice : response.getChoices()) {
            finish(choice, rest);
        }
        Hearing hearing = Hearing.ofUnstreamed(answer, chain, response.getChoices());
        if (hearing.hasTexts()) {
            for (Link link : links) {
                Verdict verdict = hearing.judge(link);
                whole.add(link, verdict);
                if (verdict instanceof Verdict.Block block && blocked == null) {
                    blocked = new Blocked(link.name(), block.reason());
                }
            }
        }
        response.getChoices().forEach(choice -> rest.add(ending(choice)));
        return blocked == null ? rest : List.of();
    }

    private void finish(Choice choice, List<Delta> rest) {
        channels.forEach((channel, text) -> {
            if (channel.choice() == choice.getIndex()) {
                String held = text.end();
                note(text.blocking());
                if (text.posts().stream().anyMatch(post -> post.verdict() instanceof Verdict.Rewrite)) {
                    Texts.dropTokens(choice);
                }
                if (!held.isEmpty()) {
                    rest.add(new Delta(choice.getIndex(), channel.name().message(held), null));
                }
            }
        });
        Published.into(choice.getMessage(), name -> published(choice.getIndex(), name));
    }

    private Optional<String> published(long choice, TextName name) {
        return Optional.ofNullable(channels.get(new Channel(choice, name))).map(GuardedText::published);
    }

    private static Delta ending(Choice choice) {
        Message message = Message.newBuilder()
                .setRole("")
                .setToolCalls(choice.getMessage().getToolCalls())
                .build();
        return new Delta(choice.getIndex(), message, choice.getFinishReason());
    }

    /** The policy that has blocked, if one has: the answer must not go on. */
    public Optional<Blocked> blocked() {
        return Optional.ofNullable(blocked);
    }

    /** What each policy says of what came so far; told to the observer, too. */
    public List<PolicyResult> results(EngineObserver observer) {
        GuardResults results = new GuardResults();
        Map<String, Long> nanos = new HashMap<>();
        if (channels.isEmpty()) {
            links.forEach(link -> results.add(link, Verdict.Allow.CLEAN));
        }
        channels.values().stream().flatMap(text -> text.posts().stream()).forEach(post -> {
            results.add(post.link(), post.verdict());
            nanos.merge(post.link().name(), post.nanos(), Long::sum);
        });
        List<PolicyResult> list = GuardResults.merged(results, whole);
        list.forEach(result -> observer.judged(
                result.getPolicy(),
                Direction.RESPONSE,
                result.getVerdict(),
                nanos.getOrDefault(result.getPolicy(), 0L)));
        return list;
    }
}
