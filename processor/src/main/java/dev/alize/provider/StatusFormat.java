package dev.alize.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.diagnosis.PageStatus;
import dev.alize.diagnosis.PageStatus.State;
import java.io.IOException;

/**
 * Reads status pages in the formats of Atlassian Statuspage ({@code status.indicator}) and Instatus ({@code page.status}).
 * Pure.
 */
final class StatusFormat {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusFormat() {}

    static PageStatus read(byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (IOException e) {
            return PageStatus.unknown("it is no JSON");
        }
        if (root == null) {
            return PageStatus.unknown("it is empty");
        }
        JsonNode indicator = root.path("status").path("indicator");
        if (indicator.isTextual()) {
            return atlassian(
                    indicator.asText(), root.path("status").path("description").asText(""));
        }
        JsonNode status = root.path("page").path("status");
        return status.isTextual() ? instatus(status.asText(), root) : PageStatus.unknown("its format is not known");
    }

    private static PageStatus atlassian(String indicator, String description) {
        return switch (indicator) {
            case "none", "maintenance" -> new PageStatus(State.UP, description);
            case "minor", "major", "critical" ->
                new PageStatus(State.TROUBLE, description.isEmpty() ? indicator : description);
            default -> PageStatus.unknown("its indicator is not known");
        };
    }

    private static PageStatus instatus(String status, JsonNode root) {
        return switch (status) {
            case "UP", "UNDERMAINTENANCE" -> new PageStatus(State.UP, "");
            case "HASISSUES" ->
                new PageStatus(
                        State.TROUBLE,
                        root.path("activeIncidents").path(0).path("name").asText("it has issues"));
            default -> PageStatus.unknown("its status is not known");
        };
    }
}
