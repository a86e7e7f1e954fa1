package dev.alize.schemas.chat.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Message;
import dev.alize.schemas.Parameters;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests in Mistral's dialect, as its OpenAPI file of 2026-08-21 has it. */
final class MistralRequest {
    /** What a chat knows beside model, messages and stream. */
    private static final Set<String> CHAT = Set.of(
            "temperature",
            "top_p",
            "max_tokens",
            "stop",
            "random_seed",
            "metadata",
            "response_format",
            "tools",
            "tool_choice",
            "presence_penalty",
            "frequency_penalty",
            "n",
            "prediction",
            "parallel_tool_calls",
            "prompt_mode",
            "reasoning_effort",
            "guardrails",
            "prompt_cache_key",
            "safe_prompt");

    /** What code completion knows beside model, prompt, suffix and stream. */
    private static final Set<String> CODE = Set.of(
            "temperature", "top_p", "max_tokens", "min_tokens", "stop", "random_seed", "metadata", "prompt_cache_key");

    /** The highest temperature that Mistral takes; OpenAI takes 2. */
    static final double HOTTEST = 1.5;

    private final Map<String, String> extra;
    private final Parameters parameters;
    private final Dropped dropped;

    private MistralRequest(CompletionRequest request, Dropped dropped) {
        this.extra = new HashMap<>(request.getExtra());
        this.parameters = Shallow.copy(request.getParameters(), new Parameters());
        this.dropped = dropped;
    }

    static CompletionRequest chat(CompletionRequest request, List<Message> messages, Dropped dropped) {
        MistralRequest mistral = new MistralRequest(request, dropped);
        mistral.sampling();
        mistral.effort();
        MistralTools.into(mistral.parameters, mistral.extra, dropped);
        MistralFormat.into(mistral.parameters, mistral.extra, dropped);
        CompletionRequest said = mistral.said(request, CHAT);
        said.setMessages(messages);
        said.setPrompt(null);
        said.setSuffix(null);
        dropped.unless(request.getPrompt() == null, "prompt");
        dropped.unless(request.getSuffix() == null, "suffix");
        return said;
    }

    static CompletionRequest code(CompletionRequest request, Dropped dropped) {
        MistralRequest mistral = new MistralRequest(request, dropped);
        mistral.sampling();
        mistral.withoutDialogue();
        return mistral.said(request, CODE);
    }

    private CompletionRequest said(CompletionRequest request, Set<String> known) {
        CompletionRequest said = Shallow.copy(request, new CompletionRequest());
        extra.remove("stream");
        said.setExtra(Extra.only(extra, known, "", dropped));
        said.setParameters(parameters);
        return said;
    }

    private void sampling() {
        temperature();
        Long seed = renamed("seed", parameters.getRandomSeed() != null, "random_seed");
        if (seed != null) {
            // OpenAI takes negative seeds, too; any number will do as long as it stays the same.
            parameters.setRandomSeed(seed & Long.MAX_VALUE);
        }
        Long most = renamed("max_completion_tokens", parameters.getMaxTokens() != null, "max_tokens");
        if (most != null) {
            parameters.setMaxTokens(most);
        }
    }

    /** The value of OpenAI's member; null where there is none, or where Mistral's own member is there and so holds. */
    private @Nullable Long renamed(String theirs, boolean typed, String own) {
        String text = extra.remove(theirs);
        if (!Extra.says(text)) {
            return null;
        }
        Long value = Extra.whole(text);
        if (value == null || typed || Extra.says(extra.get(own))) {
            dropped.known(theirs);
            return null;
        }
        return value;
    }

    private void temperature() {
        JsonNode untyped = Extra.json(extra.get("temperature"));
        boolean tooHot = parameters.getTemperature() == null
                ? untyped.isNumber() && untyped.decimalValue().compareTo(BigDecimal.valueOf(HOTTEST)) > 0
                : parameters.getTemperature() > HOTTEST;
        if (tooHot) {
            parameters.setTemperature(HOTTEST);
            dropped.known("temperature");
        }
    }

    /** Mistral knows two efforts; of OpenAI's others the nearest is taken. */
    private void effort() {
        String effort = parameters.getReasoningEffort();
        if (effort == null || effort.equals("high") || effort.equals("none")) {
            return;
        }
        dropped.known("reasoning_effort");
        parameters.setReasoningEffort(
                switch (effort) {
                    case "minimal" -> "none";
                    case "low", "medium", "xhigh" -> "high";
                    default -> null;
                });
    }

    /** What only a chat has; the writer leaves it out of a body for code completion. */
    private void withoutDialogue() {
        dropped.unless(parameters.getPresencePenalty() == null, "presence_penalty");
        dropped.unless(parameters.getFrequencyPenalty() == null, "frequency_penalty");
        dropped.unless(parameters.getN() == null, "n");
        dropped.unless(parameters.getParallelToolCalls() == null, "parallel_tool_calls");
        dropped.unless(parameters.getReasoningEffort() == null, "reasoning_effort");
        dropped.unless(parameters.getTools() == null, "tools");
        dropped.unless(parameters.getToolChoice() == null, "tool_choice");
        dropped.unless(parameters.getResponseFormat() == null, "response_format");
    }
}
