package dev.alize.ingress.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.ingress.access.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The models of the configuration, as both APIs tell them. What they can do is the route's matter, so all is allowed. */
record Models(List<String> names) {
    private static final List<String> CAPABILITIES =
            List.of("completion_chat", "completion_fim", "function_calling", "vision");

    byte[] list(Tenant tenant) {
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = list.putArray("data");
        names.stream().filter(tenant::mayUse).forEach(name -> data.add(card(name)));
        return list.toString().getBytes(StandardCharsets.UTF_8);
    }

    Optional<byte[]> one(Tenant tenant, String name) {
        return names.contains(name) && tenant.mayUse(name)
                ? Optional.of(card(name).toString().getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static ObjectNode card(String name) {
        ObjectNode card = JsonNodeFactory.instance
                .objectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "alize")
                .put("type", "base");
        ObjectNode capabilities = card.putObject("capabilities");
        CAPABILITIES.forEach(capability -> capabilities.put(capability, true));
        return card;
    }
}
