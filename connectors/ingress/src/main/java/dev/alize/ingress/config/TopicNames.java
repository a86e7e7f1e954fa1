package dev.alize.ingress.config;

import java.util.List;

/** The topics; those of single tenants stand in the tenants file. */
public record TopicNames(String requests, String cancels, String responses, String chunks) {
    public List<String> all() {
        return List.of(requests, cancels, responses, chunks);
    }
}
