package dev.alize.gateway;

import dev.alize.config.Topic;
import dev.alize.config.TopicSettings;
import dev.alize.topology.TopicNames;

/** The topics of the configuration, as the topology names them. */
final class Names {
    private Names() {}

    static TopicNames of(TopicSettings topics) {
        return new TopicNames(
                topics.name(Topic.REQUESTS),
                topics.has(Topic.REQUESTS_INTERACTIVE) ? topics.name(Topic.REQUESTS_INTERACTIVE) : null,
                topics.name(Topic.CANCELS),
                topics.name(Topic.RETRIES),
                topics.name(Topic.FALLBACKS),
                topics.name(Topic.RESPONSES),
                topics.name(Topic.CHUNKS),
                topics.name(Topic.DEAD_LETTERS),
                topics.name(Topic.AUDIT),
                topics.name(Topic.AUDIT_CHECKPOINTS),
                topics.name(Topic.ERASURES),
                topics.name(Topic.CACHE),
                topics.name(Topic.BUDGET_CLAIMS),
                topics.name(Topic.BUDGETS));
    }
}
