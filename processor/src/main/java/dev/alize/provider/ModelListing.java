package dev.alize.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.provider.Inspected.Listing;
import java.io.IOException;

/** Finds a model in a provider's list: {@code {"data": [{"id": …, "aliases": […]}]}}. */
final class ModelListing {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelListing() {}

    /** Never fails, whatever the bytes are. */
    static Listing of(byte[] body, String model) {
        JsonNode models;
        try {
            models = JSON.readTree(body).path("data");
        } catch (IOException e) {
            return Listing.UNKNOWN;
        }
        if (!models.isArray() || models.isEmpty()) {
            return Listing.UNKNOWN;
        }
        for (JsonNode each : models) {
            if (each.path("id").asText().equals(model) || has(each.path("aliases"), model)) {
                return Listing.LISTED;
            }
        }
        return Listing.MISSING;
    }

    private static boolean has(JsonNode aliases, String model) {
        for (JsonNode alias : aliases) {
            if (alias.asText().equals(model)) {
                return true;
            }
        }
        return false;
    }
}
