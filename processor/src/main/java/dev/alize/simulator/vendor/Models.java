package dev.alize.simulator.vendor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The models the simulator lists, and those it serves. Immutable. */
public final class Models {
    private static final int USUAL_CONTEXT = 256 * 1024;
    /** Context length in tokens by model; the vendor's price list of 2026-08-21. */
    private static final Map<String, Integer> KNOWN = known();

    private final Set<String> served;
    private final String list;

    /**
     * @param served the only models that are served; empty for any, with Mistral's usual ones in the list
     */
    public Models(List<String> served, Dialect dialect) {
        this.served = Set.copyOf(served);
        List<String> names = served.isEmpty() ? List.copyOf(KNOWN.keySet()) : served;
        this.list = switch (dialect) {
            case MISTRAL -> list(names);
            case OPENAI -> shortList(names);
        };
    }

    /** Whether a request for this model is answered; code is completed by the models of the Codestral family only. */
    public boolean serves(Api api, String model) {
        return switch (api) {
            case CHAT -> served.isEmpty() || served.contains(model);
            case CODE -> completesCode(model) && serves(Api.CHAT, model);
        };
    }

    /** The body of {@code GET /v1/models}. */
    public String list() {
        return list;
    }

    private static String list(List<String> names) {
        ObjectNode list = new ObjectMapper().createObjectNode().put("object", "list");
        var data = list.putArray("data");
        for (String name : names) {
            ObjectNode model = data.addObject();
            model.put("id", name).put("object", "model").put("created", 0).put("owned_by", "mistralai");
            ObjectNode capabilities = model.putObject("capabilities");
            capabilities.put("completion_chat", true).put("function_calling", true);
            capabilities.put("completion_fim", completesCode(name)).put("fine_tuning", false);
            capabilities.put("vision", false).put("classification", false);
            model.put("name", name).put("description", "Simulated");
            model.put("max_context_length", KNOWN.getOrDefault(name, USUAL_CONTEXT));
            model.putArray("aliases");
            model.putNull("deprecation").putNull("deprecation_replacement_model");
            model.put("default_model_temperature", 0.3).put("type", "base");
        }
        return list.toString();
    }

    private static String shortList(List<String> names) {
        ObjectNode list = new ObjectMapper().createObjectNode().put("object", "list");
        var data = list.putArray("data");
        for (String name : names) {
            data.addObject()
                    .put("id", name)
                    .put("object", "model")
                    .put("created", 0)
                    .put("owned_by", "openai");
        }
        return list.toString();
    }

    private static boolean completesCode(String model) {
        return model.startsWith("codestral");
    }

    private static Map<String, Integer> known() {
        Map<String, Integer> known = new LinkedHashMap<>();
        known.put("mistral-large-latest", USUAL_CONTEXT);
        known.put("mistral-medium-latest", USUAL_CONTEXT);
        known.put("mistral-small-latest", USUAL_CONTEXT);
        known.put("ministral-14b-latest", USUAL_CONTEXT);
        known.put("ministral-8b-latest", USUAL_CONTEXT);
        known.put("ministral-3b-latest", USUAL_CONTEXT);
        known.put("codestral-latest", 128 * 1024);
        return known;
    }
}
