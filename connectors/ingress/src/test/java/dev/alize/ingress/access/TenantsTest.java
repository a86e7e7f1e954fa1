package dev.alize.ingress.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TenantsTest {
    private static final String COMMON = "llm.requests";
    private static final String ACME = "llm.requests.acme";

    private final Tenants tenants = new Tenants(List.of(tenant("acme", ACME), tenant("globex", null)));

    private static Tenant tenant(String id, @Nullable String requests) {
        return new Tenant(id, List.of(), TenantLimits.NONE, Set.of(), new TenantTopics(requests, null, null, null));
    }

    @Test
    void aTenantsTopicIsItsAlone() {
        assertThat(tenants.owner(ACME, "acme")).contains("acme");
        assertThat(tenants.owner(ACME, "default")).contains("acme");
        assertThat(tenants.owner(ACME, "globex")).isEmpty();
    }

    @Test
    void onACommonTopicEachIsWhoItSaysUnlessItHasATopicOfItsOwn() {
        assertThat(tenants.owner(COMMON, "globex")).contains("globex");
        assertThat(tenants.owner(COMMON, "default")).contains("default");
        assertThat(tenants.owner(COMMON, "acme")).isEmpty();
    }
}
