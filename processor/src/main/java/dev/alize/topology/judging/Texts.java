package dev.alize.topology.judging;

import dev.alize.domain.Edit;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import dev.alize.policies.Edits;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Message;
import dev.alize.schemas.Tool;
import dev.alize.schemas.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a request or an answer that policies judge, each with the place it came from. Changes go into the record
 * itself. Names, ids, URLs, schemas of tools and parameters are no texts. Not thread-safe.
 */
public final class Texts {
    private static final String TEXT = "text";
    private static final String TOKENS = "logprobs";

    private List<Passage> passages = new ArrayList<>();
    private final List<Consumer<String>> places = new ArrayList<>();

    private Texts() {}

    public static Texts of(CompletionRequest request) {
        Texts texts = new Texts();
        List<Message> messages = request.getMessages();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            Origin origin = origin(message.getRole());
            texts.addContent(origin, i, message);
            texts.addExtra(Origin.DOCUMENT, i, message.getExtra(), message::setExtra);
        }
        texts.add(Origin.USER, 0, request.getPrompt(), request::setPrompt);
        texts.add(Origin.USER, 0, request.getSuffix(), request::setSuffix);
        List<Tool> tools = request.getParameters().getTools();
        if (tools != null) {
            tools.forEach(tool -> texts.add(Origin.SYSTEM, 0, tool.getDescription(), tool::setDescription));
        }
        texts.addExtra(Origin.DOCUMENT, 0, request.getExtra(), request::setExtra);
        return texts.complete();
    }

    /** Of an answer; the index of a passage is the position of its choice in the list. */
    public static Texts of(List<Choice> choices) {
        Texts texts = new Texts();
        for (int i = 0; i < choices.size(); i++) {
            Message message = choices.get(i).getMessage();
            int first = texts.places.size();
            texts.addContent(Origin.ASSISTANT, i, message);
            texts.addExtra(Origin.THINKING, i, message.getExtra(), message::setExtra);
            texts.forgetTokens(first, choices.get(i));
        }
        return texts.complete();
    }

    /** What no guard of a streamed answer sees: the arguments of tool calls, and JSON that is more than one text. */
    static Texts unstreamed(List<Choice> choices) {
        Texts texts = new Texts();
        for (int i = 0; i < choices.size(); i++) {
            Message message = choices.get(i).getMessage();
            int first = texts.places.size();
            texts.addCalls(i, message);
            texts.addExtra(Origin.THINKING, i, message.getExtra(), message::setExtra, Texts::isNoText);
            if (message.getContent() instanceof List<?> parts) {
                for (Object part : parts) {
                    ContentPart one = (ContentPart) part;
                    texts.addExtra(Origin.THINKING, i, one.getExtra(), one::setExtra, Texts::isNoText);
                }
            }
            texts.forgetTokens(first, choices.get(i));
        }
        return texts.complete();
    }

    /** The tokens of a choice go once one of its texts is changed. */
    private void forgetTokens(int first, Choice choice) {
        for (int i = first; i < places.size(); i++) {
            places.set(i, places.get(i).andThen(text -> dropTokens(choice)));
        }
    }

    /** What vendors list of an answer token by token would tell what was taken out of it. */
    static void dropTokens(Choice choice) {
        if (choice.getExtra().containsKey(TOKENS)) {
            Map<String, String> kept = new HashMap<>(choice.getExtra());
            kept.remove(TOKENS);
            choice.setExtra(kept);
        }
    }

    private Texts complete() {
        passages = List.copyOf(passages);
        return this;
    }

    /** As they are now. */
    public List<Passage> passages() {
        return passages;
    }

    /** @throws IllegalArgumentException where an edit lies outside its passage, or two of them overlap */
    public void apply(List<Edit> edits) {
        List<Passage> before = passages;
        List<Passage> after = List.copyOf(Edits.apply(before, edits));
        for (int i = 0; i < after.size(); i++) {
            String text = after.get(i).text();
            if (!text.equals(before.get(i).text())) {
                places.get(i).accept(text);
            }
        }
        passages = after;
    }

    /** Who is not known is not trusted. */
    private static Origin origin(String role) {
        return switch (role) {
            case "system", "developer" -> Origin.SYSTEM;
            case "assistant" -> Origin.ASSISTANT;
            case "tool" -> Origin.TOOL_RESULT;
            default -> Origin.USER;
        };
    }

    private void addContent(Origin origin, int index, Message message) {
        switch (message.getContent()) {
            case null -> {}
            case List<?> parts -> parts.forEach(part -> addPart(origin, index, (ContentPart) part));
            default -> add(origin, index, message.getContent().toString(), message::setContent);
        }
        addCalls(index, message);
    }

    private void addCalls(int index, Message message) {
        List<ToolCall> calls = message.getToolCalls();
        if (calls != null) {
            calls.forEach(call -> add(Origin.TOOL_CALL, index, call.getArguments(), call::setArguments));
        }
    }

    /** What a part of an unknown kind holds is taken for a document, and for thinking where the model says it. */
    private void addPart(Origin origin, int index, ContentPart part) {
        add(origin, index, part.getText(), part::setText);
        boolean binary = part.getType().contains("audio") || part.getType().contains("image");
        if (!part.getType().equals(TEXT) && !binary) {
            addExtra(
                    origin == Origin.ASSISTANT ? Origin.THINKING : Origin.DOCUMENT,
                    index,
                    part.getExtra(),
                    part::setExtra);
        }
    }

    /** Members that the schema does not know: JSON, of which only texts, lists and objects can hold texts. */
    private void addExtra(Origin origin, int index, Map<String, String> extra, Consumer<Map<String, String>> owner) {
        addExtra(origin, index, extra, owner, json -> true);
    }

    private void addExtra(
            Origin origin,
            int index,
            Map<String, String> extra,
            Consumer<Map<String, String>> owner,
            Predicate<String> which) {
        if (extra.isEmpty()) {
            return;
        }
        Map<String, String> changed = new HashMap<>(extra);
        extra.keySet().stream().sorted().forEach(name -> {
            String json = extra.get(name);
            if (json != null && mayHoldText(json) && which.test(json)) {
                add(origin, index, json, text -> {
                    changed.put(name, text);
                    owner.accept(changed);
                });
            }
        });
    }

    /** A text, or a list or object in which one may stand. */
    static boolean mayHoldText(String json) {
        return json.length() > 2
                && json.indexOf('"') >= 0
                && (json.charAt(0) == '"' || json.charAt(0) == '[' || json.charAt(0) == '{');
    }

    private static boolean isNoText(String json) {
        return JsonTexts.read(json) == null;
    }

    private void add(Origin origin, int index, @Nullable String text, Consumer<String> place) {
        if (text != null && !text.isEmpty()) {
            passages.add(new Passage(origin, index, text));
            places.add(place);
        }
    }
}
