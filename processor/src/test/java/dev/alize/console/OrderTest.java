package dev.alize.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.config.ConsoleToken.Role;
import dev.alize.console.http.Caller;
import dev.alize.console.http.Refused;
import dev.alize.control.Command;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {
    private static final Caller CALLER = new Caller(Role.MITIGATE, "on-call");

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void readsTheWordsOfTheCommandLine() {
        assertThat(Order.of(
                        json("{'command':'pause','target':'large','value':null,'for':'30m','reason':'why','by':'ada'}"),
                        CALLER))
                .isEqualTo(new Order(Command.PAUSE, false, "large", 0, Duration.ofMinutes(30), "why", "ada (on-call)"));
        assertThat(Order.of(json("{'command':'resume','target':'*'}"), CALLER))
                .isEqualTo(new Order(Command.PAUSE, true, null, 0, null, null, "on-call"));
        assertThat(Order.of(json("{'command':'max-concurrency','target':'*','value':20}"), CALLER)
                        .value())
                .isEqualTo(20);
        assertThat(Order.of(json("{'command':'max_concurrency','target':'a','value':'off'}"), CALLER)
                        .lifts())
                .isTrue();
        assertThat(Order.of(json("{'command':'timeout','target':'a','value':'90s'}"), CALLER)
                        .value())
                .isEqualTo(90_000);
        assertThat(Order.of(json("{'command':'force-fallback','target':'a','value':'on'}"), CALLER)
                        .lifts())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'target':'a'}|command: got none",
                "{'command':'stop','target':'a'}|command: got 'stop', expected pause",
                "{'command':'pause'}|target: got none",
                "{'command':'pause','target':7}|target: got no text",
                "{'command':'pause','target':'a','value':1}|value: got '1', expected none",
                "{'command':'max-concurrency','target':'a','value':0}|value: got '0', expected 1 to 1,000,000",
                "{'command':'max-concurrency','target':'a','value':1.5}|value: got no text",
                "{'command':'timeout','target':'a','value':'90'}|value: got '90', expected a duration",
                "{'command':'timeout','target':'a'}|value: got none, expected a duration",
                "{'command':'force-fallback','target':'a'}|value: got none, expected 'on' or 'off'",
                "{'command':'pause','target':'a','for':'soon'}|for: got 'soon', expected a duration",
                "{'command':'resume','target':'a','for':'30m'}|for: does not go with lifting",
                "{'command':'pause','target':'a','reson':'x'}|did you mean 'reason'?",
                "{'command':'pause','target':'a','by':'"
                        + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" + "'}|by: got 61 characters",
            })
    void refusesWhatMakesNoSense(String body, String message) {
        assertThatThrownBy(() -> Order.of(json(body), CALLER))
                .isInstanceOf(Refused.class)
                .hasMessageContaining(message);
    }
}
