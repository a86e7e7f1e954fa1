package dev.alize.ingress.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {
    @TempDir
    Path directory;

    private IngressSettings read(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("ingress.yaml"), text);
        return ConfigurationReader.read(file, Map.of("JAAS", "secret")::get);
    }

    @Test
    void hasADefaultForEverything() throws IOException {
        IngressSettings settings = read("");
        assertThat(settings.listen()).isEqualTo(new Address("127.0.0.1", 8080));
        assertThat(settings.topics().requests()).isEqualTo("llm.requests");
        assertThat(settings.kafka().brokers()).isEqualTo("localhost:9092");
        assertThat(settings.limits().body().bytes()).isEqualTo(10 << 20);
        assertThat(settings.limits().waiting().timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.index()).isEqualTo(new IndexSettings(true, Duration.ofHours(24), 1_000_000));
        assertThat(settings.tenantsFile()).isEmpty();
        assertThat(settings.health()).isPresent();
    }

    @Test
    void readsWhatIsGiven() throws IOException {
        Files.writeString(directory.resolve("password"), "from a file\n");
        IngressSettings settings = read("""
                kafka:
                  bootstrap.servers: [a:1, b:2]
                  sasl.jaas.config: {env: JAAS}
                  ssl: {truststore: {password: {file: password}}}
                  producer.linger.ms: 3
                topics: {prefix: test., cancels: ends}
                listen: "[::1]:0"
                health_listen: off
                tenants_file: tenants.yaml
                models: [a, b]
                limits: {body: 1MiB, request_timeout: 90s, requests: 5}
                index: {open_requests: false, entries: 10}
                """);
        assertThat(settings.kafka().of("producer."))
                .containsEntry("bootstrap.servers", "a:1,b:2")
                .containsEntry("sasl.jaas.config", "secret")
                .containsEntry("ssl.truststore.password", "from a file")
                .containsEntry("linger.ms", "3");
        assertThat(settings.kafka().of("consumer.")).doesNotContainKeys("linger.ms", "producer.linger.ms");
        assertThat(settings.kafka()).asString().doesNotContain("secret");
        assertThat(settings.topics())
                .isEqualTo(new TopicNames("test.requests", "ends", "test.responses", "test.chunks"));
        assertThat(settings.listen()).isEqualTo(new Address("::1", 0));
        assertThat(settings.health()).isEmpty();
        assertThat(settings.tenantsFile()).contains(directory.resolve("tenants.yaml"));
        assertThat(settings.models()).containsExactly("a", "b");
        assertThat(settings.limits().waiting().timeout()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void tellsAllProblemsAtOnceWithTheirLines() {
        assertThatThrownBy(() -> read("""
                        listen: 8080
                        modles: [a]
                        limits:
                          request_timeout: 90
                          boddy: 1MiB
                        kafka:
                          sasl.jaas.config: {env: MISSING}
                        tls: {certificate: a.pem}
                        """))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("Configuration is invalid (6 problems): 1) ")
                .hasMessageContaining("ingress.yaml:1 listen: got '8080', expected HOST:PORT")
                .hasMessageContaining("ingress.yaml:2 modles: unknown key; did you mean 'models'?")
                .hasMessageContaining("ingress.yaml:4 limits.request_timeout")
                .hasMessageContaining("ingress.yaml:5 limits.boddy: unknown key; did you mean 'body'?")
                .hasMessageContaining("the environment has no variable MISSING")
                .hasMessageContaining("tls.key: missing");
    }

    @Test
    void saysWhenThereIsNoFile() {
        assertThatThrownBy(() -> ConfigurationReader.read(directory.resolve("none.yaml"), name -> null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no such file");
    }
}
