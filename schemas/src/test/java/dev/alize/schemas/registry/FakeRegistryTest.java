package dev.alize.schemas.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake keeps the contract of the true ones, and has what the embedded one lacks: GUIDs, associations, modes. */
class FakeRegistryTest implements RegistryContract {
    private final FakeRegistry registry = new FakeRegistry();
    private final RegistryClient client =
            new RegistryClient(RegistryConfig.of(Map.of("schema.registry.url", registry.url())));

    @Override
    public String url() {
        return registry.url();
    }

    @AfterEach
    void close() {
        client.close();
        registry.close();
    }

    @Test
    void aSchemaHasTheSameGuidEverywhere() {
        Registration made = client.register("a", SMALL, false);
        assertThat(client.register("b", SMALL, false).guid()).isEqualTo(made.guid());
        assertThat(client.latest("a").registration()).isEqualTo(made);
        assertThat(client.guid(made.id())).contains(requireNonNull(made.guid()));
        assertThat(client.byGuid(made.guid())).isEqualTo(SMALL);
    }

    @Test
    void aRegistryWithoutGuidsGivesNone() {
        registry.withoutGuids();
        Registration made = client.register("a", SMALL, false);
        assertThat(made.guid()).isNull();
        assertThat(client.guid(made.id())).isEmpty();
        assertThat(catchThrowableOfType(RegistryException.class, () -> made.requireGuid("a")))
                .hasMessageContaining("got no GUID");
    }

    @Test
    void namesTheSubjectsOfATopic() {
        registry.associate("t", "planes");
        assertThat(client.associated("-", "t", false)).containsExactly("planes");
        assertThat(client.associated("-", "another", false)).isEmpty();
    }

    @Test
    void takesNoSchemaWhileItIsReadOnlyButFindsThem() {
        Registration made = client.register("a", SMALL, false);
        registry.readOnly();
        RegistryException e = catchThrowableOfType(RegistryException.class, () -> client.register("a", LARGER, false));
        assertThat(e.code()).isEqualTo(42205);
        assertThat(e.isTransient()).isFalse();
        assertThat(client.lookup("a", SMALL, false)).isEqualTo(made);
    }
}
