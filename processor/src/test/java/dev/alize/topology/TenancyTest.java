package dev.alize.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Identity;
import dev.alize.topology.Tenancy.Claims;
import dev.alize.topology.Tenancy.Own;
import dev.alize.topology.Tenancy.Replies;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenancyTest {
    private static Tenancy tenancy(Claims claims) {
        return Tenancy.of(
                claims,
                List.of(
                        new Own("acme", "in.acme", "stop.acme", new Replies("out.acme", "parts.acme")),
                        new Own("globex", "in.globex", null, null)));
    }

    @Test
    void onATenantsTopicOnlyItOrNobodyMayBeNamed() {
        for (Claims claims : Claims.values()) {
            for (String topic : List.of("in.acme", "stop.acme")) {
                assertThat(tenancy(claims).refuses(topic, "acme")).isFalse();
                assertThat(tenancy(claims).refuses(topic, "default")).isFalse();
                assertThat(tenancy(claims).refuses(topic, "globex")).isTrue();
                assertThat(tenancy(claims).refuses(topic, "other")).isTrue();
            }
        }
    }

    @Test
    void onATopicOfAllTheConfigurationSaysWhoMayBeNamed() {
        assertThat(tenancy(Claims.ANY).refuses("llm.requests", "acme")).isFalse();
        assertThat(tenancy(Claims.UNBOUND).refuses("llm.requests", "acme")).isTrue();
        assertThat(tenancy(Claims.UNBOUND).refuses("llm.requests", "other")).isFalse();
        assertThat(tenancy(Claims.NONE).refuses("llm.requests", "other")).isTrue();
        assertThat(tenancy(Claims.NONE).refuses("llm.requests", "default")).isFalse();
    }

    @Test
    void whatNamesNobodyIsTheOwners() {
        Identity nobody = new Identity("default", "r1", 2);

        assertThat(tenancy(Claims.ANY).settled("in.acme", nobody)).isEqualTo(new Identity("acme", "r1", 2));
        assertThat(tenancy(Claims.ANY).settled("llm.requests", nobody)).isEqualTo(nobody);
    }

    @Test
    void answersGoWhereTheRequestCameFrom() {
        Tenancy tenancy = tenancy(Claims.ANY);

        assertThat(tenancy.responses("in.acme")).isEqualTo("responses.out.acme");
        assertThat(tenancy.chunks("in.acme")).isEqualTo("chunks.parts.acme");
        assertThat(tenancy.responses("in.globex")).isEqualTo("responses");
        assertThat(tenancy.chunks("llm.requests")).isEqualTo("chunks");
    }
}
