package dev.alize.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModerationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static SimulatedMistral simulator;

    @BeforeAll
    static void start() {
        simulator = SimulatedMistral.start(SimulatorOptions.DEFAULT.withApiKey("key-1"));
    }

    @AfterAll
    static void stop() {
        simulator.close();
        CLIENT.shutdownNow();
    }

    private static HttpResponse<String> ask(String path, String key, String body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("authorization", "Bearer " + key)
                        .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode results(String path, String body) throws Exception {
        HttpResponse<String> answer = ask(path, "key-1", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("results");
    }

    @Test
    void findsTheCategoriesThatATextNamesInBrackets() throws Exception {
        JsonNode results = results("/moderations", "{'model':'m','input':['ok','a [selfharm] b [pii]']}");

        assertThat(results).hasSize(2);
        assertThat(results.get(0).path("categories").path("selfharm").asBoolean())
                .isFalse();
        assertThat(results.get(1).path("categories").path("selfharm").asBoolean())
                .isTrue();
        assertThat(results.get(1).path("categories").path("pii").asBoolean()).isTrue();
        assertThat(results.get(1).path("category_scores").path("pii").asDouble())
                .isEqualTo(0.95);
        assertThat(results.get(1).path("categories").path("law").asBoolean(true))
                .isFalse();
        assertThat(results("/moderations", "{'model':'m','input':'one text'}")).hasSize(1);
    }

    @Test
    void judgesTheLastTurnOfEachConversation() throws Exception {
        String turns = "[{'role':'user','content':'[law]'},{'role':'assistant','content':'[sexual]'}]";
        JsonNode one = results("/chat/moderations", "{'model':'m','input':" + turns + "}");
        JsonNode two = results("/chat/moderations", "{'model':'m','input':[" + turns + "," + turns + "]}");

        assertThat(one).hasSize(1);
        assertThat(two).hasSize(2);
        assertThat(one.get(0).path("categories").path("law").asBoolean()).isFalse();
        assertThat(one.get(0).path("categories").path("sexual").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/moderations;not json",
                "/moderations;{'input':'x'}",
                "/moderations;{'model':'m'}",
                "/moderations;{'model':'m','input':[7]}",
                "/moderations;{'model':'m','input':'x','temperature':1}",
                "/chat/moderations;{'model':'m','input':'x'}",
                "/chat/moderations;{'model':'m','input':[],'stream':true}"
            })
    void refusesWhatTheVendorsSchemaRefuses(String path, String body) throws Exception {
        assertThat(ask(path, "key-1", body).statusCode()).isEqualTo(422);
    }

    @Test
    void wantsTheKey() throws Exception {
        assertThat(ask("/moderations", "other", "{'model':'m','input':'x'}").statusCode())
                .isEqualTo(401);
    }
}
