package dev.alize.ingress.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TenantsFileTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final String HASH = KeyHash.ofKey("acme-key").toString();
    private static final String GOOD = """
            tenants:
              - id: acme
                keys:
                  - hash: %s
                    label: backend
                    expires: 2027-01-01
                limits:
                  requests_per_minute: 600
                  burst: 10
                  concurrent_requests: 50
                  concurrent_streams: 20
                  body_size: 4MiB
                models: [mistral-small-latest]
                requests_topic: llm.requests.acme
                cancels_topic: llm.cancels.acme
                responses_topic: llm.responses.acme
                chunks_topic: llm.chunks.acme
            """.formatted(HASH);

    @TempDir
    Path directory;

    @Test
    void everythingIsRead() {
        Tenant acme = good(GOOD).all().getFirst();
        assertThat(acme.id()).isEqualTo("acme");
        assertThat(acme.keys())
                .containsExactly(new ApiKey(KeyHash.parse(HASH), "backend", Instant.parse("2027-01-01T00:00:00Z")));
        assertThat(acme.limits()).isEqualTo(new TenantLimits(new Rate(600, 10), 50, 20, 4L << 20));
        assertThat(acme.models()).isEqualTo(Set.of("mistral-small-latest"));
        assertThat(acme.topics().requests()).isEqualTo("llm.requests.acme");
        assertThat(acme.topics().responses()).isEqualTo("llm.responses.acme");
        assertThat(acme.limits().bodyBytes(1000)).isEqualTo(1000);
        assertThat(acme.limits().bodyBytes(1L << 30)).isEqualTo(4L << 20);
    }

    @Test
    void jsonIsReadToo() {
        assertThat(good("{\"tenants\": [{\"id\": \"a\", \"keys\": [{\"hash\": \"" + HASH + "\"}]}]}")
                        .of("acme-key", NOW))
                .map(Tenant::id)
                .contains("a");
    }

    @Test
    void allProblemsComeAtOnceWithTheirLines() {
        Reading reading = TenantsReader.read("""
                tenants:
                  - id: acme
                    key: []
                    keys:
                      - hash: sk-alize-in-clear
                      - label: none
                    limits:
                      burst: 5
                      requests_per_minutes: 5
                  - id: acme
                    models: []
                    requests_topic: "a topic"
                  - id: globex
                    requests_topic: llm.requests.globex
                """, "tenants.yaml");
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Bad.class,
                        bad -> assertThat(bad.message())
                                .contains("tenants.yaml:3 tenants[0].key: unknown key; did you mean 'keys'?")
                                .contains("tenants.yaml:5 tenants[0].keys[0].hash: got text that is no hash")
                                .contains("tenants.yaml:6 tenants[0].keys[1].hash: missing")
                                .contains("burst: means nothing without requests_per_minute")
                                .contains("tenants.yaml:9 tenants[0].limits.requests_per_minutes: unknown key")
                                .contains("tenants[1].id: the same id as that of tenants[0]")
                                .contains("tenants[1].models: got an empty list")
                                .contains("tenants[1].requests_topic: ")
                                .contains("tenants[2]: expected both of requests_topic and cancels_topic, or none")
                                .doesNotContain("in-clear"));
    }

    @Test
    void oneKeyOpensOneDoor() {
        Reading reading = TenantsReader.read(
                GOOD + "  - id: other\n    keys:\n      - hash: "
                        + HASH.toUpperCase(Locale.ROOT).replace("SHA256", "sha256") + "\n",
                "t");
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Bad.class, bad -> assertThat(bad.message()).contains("the same key as on line 4"));
    }

    @Test
    void anEmptyFileIsNotATableWithoutTenants() {
        assertThat(TenantsReader.read("", "t")).isInstanceOf(Reading.Bad.class);
        assertThat(good("tenants: []").all()).isEmpty();
    }

    @Test
    void aChangeIsTakenOnceItHasSettled() throws IOException {
        Path path = write(GOOD);
        try (TenantsFile file = TenantsFile.read(path)) {
            write("tenants: []");
            file.look();
            assertThat(file.tenants().all()).hasSize(1);
            file.look();
            assertThat(file.tenants().all()).isEmpty();
            write(GOOD);
            file.look();
            file.look();
            assertThat(file.tenants().of("acme-key", NOW)).isPresent();
        }
    }

    @Test
    void anInvalidOrVanishedFileChangesNothing() throws IOException {
        Path path = write(GOOD);
        try (TenantsFile file = TenantsFile.read(path)) {
            write("tenants: oops");
            file.look();
            file.look();
            assertThat(file.tenants().all()).hasSize(1);
            Files.delete(path);
            file.look();
            file.look();
            assertThat(file.tenants().all()).hasSize(1);
            write("tenants: []");
            file.look();
            file.look();
            assertThat(file.tenants().all()).isEmpty();
        }
    }

    @Test
    void aServerDoesNotStartWithoutAGoodFile() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TenantsFile.open(directory.resolve("none.yaml")))
                .withMessageContaining("none.yaml cannot be read (NoSuchFileException)");
        Path path = write("tenants:\n  - keys: []\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TenantsFile.open(path))
                .withMessageContaining("tenants.yaml:2 tenants[0].id: missing");
    }

    @Test
    void theKeyCommandMakesAnEntryThatItsKeyOpens() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                new CommandLine(new KeyCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = command.execute("--tenant", "it's acme", "--label", "ci", "--expires", "2027-01-01T00:00:00Z");
        assertThat(exit).isZero();
        String key = out.toString().strip();
        assertThat(key).matches("sk-alize-[A-Za-z0-9_-]{43}");
        assertThat(err.toString()).doesNotContain(key);
        Tenants tenants = good(err.toString().substring(err.toString().indexOf("tenants:")));
        assertThat(tenants.of(key, NOW)).map(Tenant::id).contains("it's acme");
        assertThat(tenants.of(key, Instant.parse("2027-01-01T00:00:00Z"))).isEmpty();
        assertThat(command.execute("--tenant", "acme", "--expires", "soon")).isEqualTo(2);
    }

    @Test
    void theTenantsCommandChecksWithoutShowingHashes() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new TenantsCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        assertThat(command.execute(write(GOOD).toString())).isZero();
        assertThat(out.toString()).contains("acme: 1 key, 1 model").doesNotContain("sha256");
        assertThat(command.execute(write("tenants: 5").toString())).isEqualTo(2);
        assertThat(command.execute("/nowhere/tenants.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("expected a list").contains("NoSuchFileException");
    }

    private static Tenants good(String text) {
        Reading reading = TenantsReader.read(text, "t");
        assertThat(reading).isInstanceOf(Reading.Good.class);
        return ((Reading.Good) reading).tenants();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("tenants.yaml"), text);
    }
}
