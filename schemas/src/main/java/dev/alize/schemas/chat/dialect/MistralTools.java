package dev.alize.schemas.chat.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tools and their choice in Mistral's dialect: functions only. */
final class MistralTools {
    private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

    private final Dropped dropped;

    private MistralTools(Dropped dropped) {
        this.dropped = dropped;
    }

    static void into(Parameters parameters, Map<String, String> extra, Dropped dropped) {
        MistralTools mistral = new MistralTools(dropped);
        boolean there = parameters.getTools() != null || Extra.says(extra.get("tools"));
        List<Tool> tools = parameters.getTools();
        if (tools == null && Extra.json(extra.get("tools")).isArray()) {
            tools = Untyped.tools(Extra.json(extra.remove("tools")), dropped);
        }
        boolean none = there && (tools == null || tools.isEmpty()) && !extra.containsKey("tools");
        parameters.setTools(tools == null || tools.isEmpty() ? null : mistral.functions(tools));
        mistral.choose(parameters, none);
    }

    private List<Tool> functions(List<Tool> tools) {
        List<Tool> functions = new ArrayList<>(tools.size());
        for (Tool tool : tools) {
            Tool function = Shallow.copy(tool, new Tool());
            if (tool.getType() != null && !tool.getType().equals("function")) {
                function.setType("function");
                dropped.known("tools[].type");
            }
            function.setExtra(Extra.only(tool.getExtra(), Set.of("type"), "tools[].", dropped));
            function.setFunctionExtra(Extra.only(
                    tool.getFunctionExtra(),
                    Set.of("strict", "description", "parameters"),
                    "tools[].function.",
                    dropped));
            if (tool.getParameters() == null && !function.getFunctionExtra().containsKey("parameters")) {
                function.setParameters(NO_PARAMETERS);
            }
            functions.add(function);
        }
        return functions;
    }

    /** @param none whether a list of tools was given of which none is left: then there is nothing to choose */
    private void choose(Parameters parameters, boolean none) {
        if (none) {
            dropped.known("tools");
            dropped.unless(parameters.getToolChoice() == null, "tool_choice");
            dropped.unless(parameters.getParallelToolCalls() == null, "parallel_tool_calls");
            parameters.setToolChoice(null);
            parameters.setParallelToolCalls(null);
        } else {
            parameters.setToolChoice(choice(parameters.getToolChoice()));
        }
    }

    private @Nullable String choice(@Nullable String text) {
        JsonNode choice = Extra.json(text);
        if (text == null || choice.isNull()) {
            return null;
        }
        if (!choice.isObject()) {
            return text;
        }
        JsonNode name = choice.at("/function/name");
        if (!name.isTextual()) {
            dropped.known("tool_choice");
            return null;
        }
        ObjectNode plain = JsonNodeFactory.instance.objectNode().put("type", "function");
        plain.putObject("function").set("name", name);
        if (choice.size() > 2 || choice.path("function").size() > 1) {
            dropped.known("tool_choice");
        }
        return plain.toString();
    }
}
