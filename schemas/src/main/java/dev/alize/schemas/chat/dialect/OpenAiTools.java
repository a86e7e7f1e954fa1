package dev.alize.schemas.chat.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Tool;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tools and their choice in OpenAI's dialect. */
final class OpenAiTools {
    private OpenAiTools() {}

    static void into(Parameters parameters, Map<String, String> extra, Dropped dropped) {
        List<Tool> tools = parameters.getTools();
        boolean untyped = tools == null && !Extra.json(extra.get("tools")).isEmpty();
        if ((tools == null || tools.isEmpty()) && !untyped) {
            withoutTools(parameters, extra, dropped);
            return;
        }
        parameters.setTools(
                tools == null ? null : tools.stream().map(OpenAiTools::typed).toList());
        parameters.setToolChoice(choice(parameters.getToolChoice()));
    }

    /** OpenAI refuses an empty list, and a choice where there is nothing to choose. */
    private static void withoutTools(Parameters parameters, Map<String, String> extra, Dropped dropped) {
        if (parameters.getTools() != null || Extra.says(extra.remove("tools"))) {
            dropped.known("tools");
        }
        dropped.unless(parameters.getToolChoice() == null, "tool_choice");
        dropped.unless(parameters.getParallelToolCalls() == null, "parallel_tool_calls");
        parameters.setTools(null);
        parameters.setToolChoice(null);
        parameters.setParallelToolCalls(null);
    }

    private static Tool typed(Tool tool) {
        if (tool.getType() != null) {
            return tool;
        }
        Tool typed = Shallow.copy(tool, new Tool());
        typed.setType("function");
        return typed;
    }

    private static @Nullable String choice(@Nullable String text) {
        JsonNode choice = Extra.json(text);
        if (choice.isTextual() && choice.textValue().equals("any")) {
            return "\"required\"";
        }
        if (choice instanceof ObjectNode object && !object.has("type")) {
            return object.put("type", "function").toString();
        }
        return text;
    }
}
