package dev.alize.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedStackIT {

    @Test
    void isOneStackForAllTestsWhoseTopicsStayApart() {
        SharedStack stack = SharedStack.get();
        StackClient client = new StackClient(stack.bootstrapServers(), stack.registryUrl());
        String topic = SharedStack.freshPrefix() + "shared";
        client.createTopic(topic);

        client.inTransaction(topic, "one", true);

        assertThat(client.readCommitted(topic, 1)).containsExactly("one");
        assertThat(client.registerSchema(topic + "-value", "{\"type\":\"int\"}"))
                .isPositive();
        assertThat(SharedStack.get()).isSameAs(stack);
        assertThat(SharedStack.freshPrefix()).isNotEqualTo(SharedStack.freshPrefix());
    }
}
