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
                topics.name(Topic.CANCELS),
                topics.name(Topic.RESPONSES),
                topics.name(Topic.DEAD_LETTERS),
                topics.name(Topic.AUDIT));
    }
}
