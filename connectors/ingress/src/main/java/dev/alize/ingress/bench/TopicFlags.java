package dev.alize.ingress.bench;

import picocli.CommandLine.Option;

/** Where the topics are. */
final class TopicFlags {
    @Option(
            names = "--bootstrap-servers",
            defaultValue = "127.0.0.1:9092",
            description = "The brokers (${DEFAULT-VALUE}).")
    private String brokers = "";

    @Option(names = "--registry", defaultValue = "http://127.0.0.1:8081", description = "Its URL (${DEFAULT-VALUE}).")
    private String registry = "";

    @Option(names = "--requests-topic", defaultValue = "llm.requests", description = "(${DEFAULT-VALUE})")
    private String requestsTopic = "";

    @Option(names = "--responses-topic", defaultValue = "llm.responses", description = "(${DEFAULT-VALUE})")
    private String responsesTopic = "";

    String brokers() {
        return brokers;
    }

    String registry() {
        return registry;
    }

    String requestsTopic() {
        return requestsTopic;
    }

    String responsesTopic() {
        return responsesTopic;
    }
}
