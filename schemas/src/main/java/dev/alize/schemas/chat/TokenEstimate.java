package dev.alize.schemas.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Message;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Tool;
import dev.alize.schemas.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a prompt will cost, before anybody has counted it: for pacing and for limits of context. Takes time in proportion
 * to the text. Fitted to the usage in recorded answers without a leaning to either side; {@code TokenEstimateTest} states
 * how far it is off. The model's own tokenizer is not asked, and what a vendor fetches (documents, pictures by URL) can
 * only be guessed.
 */
public final class TokenEstimate {
    private static final double REQUEST = 2;
    private static final double MESSAGE = 4.3;
    private static final double CALL = 3;

    /** The names of a tool's members and what the model is told about calling it. */
    private static final double TOOL = 20;

    private static final double TOOL_TEXT = 1.1;

    /** Two pages; nothing is known of it before it was read. */
    private static final double DOCUMENT = 900;

    private TokenEstimate() {}

    /** The prompt's tokens, 1 or more. */
    public static long of(CompletionRequest request) {
        double tokens = REQUEST;
        if (request.getEndpoint() == Endpoint.FIM) {
            tokens += text(request.getPrompt()) + text(request.getSuffix());
        } else {
            for (Message message : request.getMessages()) {
                tokens += MESSAGE + message(message);
            }
            tokens += tools(request);
        }
        return Math.max(1, Math.round(tokens));
    }

    /**
     * The most tokens of the completion that the request allows, by either vendor's member; empty where it states none,
     * or no whole number.
     */
    public static Optional<Long> maxTokensOf(CompletionRequest request) {
        Long typed = request.getParameters().getMaxTokens();
        if (typed != null) {
            return Optional.of(Math.max(0, typed));
        }
        String text = request.getExtra().get("max_completion_tokens");
        if (text == null || !Json.isOneValue(text)) {
            return Optional.empty();
        }
        JsonNode value = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        return Optional.ofNullable(Fit.whole(value)).map(most -> Math.max(0, most));
    }

    private static double message(Message message) {
        double tokens = content(message.getContent());
        List<ToolCall> calls = message.getToolCalls();
        if (calls != null) {
            for (ToolCall call : calls) {
                tokens += CALL + text(call.getName()) + text(call.getArguments());
            }
        }
        return tokens;
    }

    private static double content(@Nullable Object content) {
        double tokens = 0;
        if (content instanceof List<?> parts) {
            for (Object part : parts) {
                tokens += part((ContentPart) part);
            }
        } else if (content != null) {
            tokens = text((String) content);
        }
        return tokens;
    }

    private static double part(ContentPart part) {
        if (part.getImageUrl() != null) {
            return ImageTokens.of(part.getImageUrl().getUrl());
        }
        return switch (part.getType()) {
            case "document_url", "file" -> DOCUMENT;
            case "thinking" -> text(part.getExtra().get("thinking"));
            default -> text(part.getText());
        };
    }

    /** Mistral leaves out tools that must not be called. */
    private static double tools(CompletionRequest request) {
        Parameters parameters = request.getParameters();
        if ("\"none\"".equals(parameters.getToolChoice())) {
            return 0;
        }
        if (parameters.getTools() == null) {
            return TOOL_TEXT * text(request.getExtra().get("tools"));
        }
        double tokens = 0;
        for (Tool tool : parameters.getTools()) {
            tokens += TOOL;
            tokens += TOOL_TEXT * (text(tool.getName()) + text(tool.getDescription()) + text(tool.getParameters()));
            for (Map.Entry<String, String> member : tool.getFunctionExtra().entrySet()) {
                tokens += TOOL_TEXT * (text(member.getKey()) + text(member.getValue()));
            }
        }
        return tokens;
    }

    private static double text(@Nullable String text) {
        return text == null ? 0 : TextTokens.of(text);
    }
}
