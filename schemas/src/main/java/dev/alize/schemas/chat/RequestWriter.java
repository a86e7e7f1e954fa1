package dev.alize.schemas.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Tool;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Request bodies, to JSON. */
final class RequestWriter {
    private final JsonGenerator out;
    private final MessageWriter messages;

    RequestWriter(JsonGenerator out) {
        this.out = out;
        this.messages = new MessageWriter(out);
    }

    /** Model and stream as given; extra cannot change them. Code completion gets the parameters it knows. */
    void send(CompletionRequest request, String model, boolean stream) throws IOException {
        Members members = Members.open(out);
        members.text("model", model);
        members.take("stream");
        members.flag("stream", stream ? Boolean.TRUE : null);
        conversation(members, request);
        sampling(members, request.getParameters());
        if (request.getEndpoint() != Endpoint.FIM) {
            dialogue(members, request.getParameters());
        }
        members.close(request.getExtra());
    }

    /** Model and stream as the request has them. */
    void copy(CompletionRequest request) throws IOException {
        Members members = Members.open(out);
        members.text("model", request.getModel());
        members.flag("stream", request.getStream());
        conversation(members, request);
        sampling(members, request.getParameters());
        dialogue(members, request.getParameters());
        members.close(request.getExtra());
    }

    private void conversation(Members members, CompletionRequest request) throws IOException {
        if (request.getEndpoint() != Endpoint.FIM) {
            members.list("messages", request.getMessages(), messages::message);
        }
        members.text("prompt", request.getPrompt());
        members.text("suffix", request.getSuffix());
    }

    /** What both endpoints know. */
    private void sampling(Members members, Parameters parameters) throws IOException {
        members.decimal("temperature", parameters.getTemperature());
        members.decimal("top_p", parameters.getTopP());
        members.whole("max_tokens", parameters.getMaxTokens());
        stop(members, parameters.getStop(), parameters.getStopIsString());
        members.whole("random_seed", parameters.getRandomSeed());
    }

    /** What code completion refuses as unknown. */
    private void dialogue(Members members, Parameters parameters) throws IOException {
        members.decimal("presence_penalty", parameters.getPresencePenalty());
        members.decimal("frequency_penalty", parameters.getFrequencyPenalty());
        members.whole("n", parameters.getN());
        members.flag("parallel_tool_calls", parameters.getParallelToolCalls());
        members.text("reasoning_effort", parameters.getReasoningEffort());
        members.list("tools", parameters.getTools(), this::tool);
        members.json("tool_choice", parameters.getToolChoice());
        members.json("response_format", parameters.getResponseFormat());
    }

    private void stop(Members members, @Nullable List<String> stop, boolean isString) throws IOException {
        if (stop != null && isString && stop.size() == 1) {
            members.text("stop", stop.get(0));
        } else {
            members.list("stop", stop, out::writeString);
        }
    }

    private void tool(Tool tool) throws IOException {
        Members members = Members.open(out);
        members.text("type", tool.getType());
        members.value("function", tool, this::function);
        members.close(tool.getExtra());
    }

    private void function(Tool tool) throws IOException {
        Members members = Members.open(out);
        members.text("name", tool.getName());
        members.text("description", tool.getDescription());
        members.json("parameters", tool.getParameters());
        members.close(tool.getFunctionExtra());
    }
}
