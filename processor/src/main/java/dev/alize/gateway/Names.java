package dev.alize.gateway;

import dev.alize.config.Configuration;
import dev.alize.config.TenantBinding;
import dev.alize.config.TenantSettings;
import dev.alize.config.Topic;
import dev.alize.config.TopicSettings;
import dev.alize.topology.Tenancy;
import dev.alize.topology.TopicNames;

/** The topics of the configuration, as the topology names them. */
final class Names {
    private Names() {}

    static TopicNames of(Configuration configuration) {
        TopicSettings topics = configuration.topics();
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
                topics.name(Topic.BUDGETS),
                tenancy(configuration.tenants()));
    }

    private static Tenancy tenancy(TenantSettings tenants) {
        Tenancy.Claims claims = switch (tenants.claims()) {
            case ANY -> Tenancy.Claims.ANY;
            case UNBOUND -> Tenancy.Claims.UNBOUND;
            case NONE -> Tenancy.Claims.NONE;
        };
        return Tenancy.of(claims, tenants.bindings().stream().map(Names::own).toList());
    }

    private static Tenancy.Own own(TenantBinding binding) {
        String responses = binding.responsesTopic();
        String chunks = binding.chunksTopic();
        return new Tenancy.Own(
                binding.tenant(),
                binding.requestsTopic(),
                binding.cancelsTopic(),
                responses == null || chunks == null ? null : new Tenancy.Replies(responses, chunks));
    }
}
