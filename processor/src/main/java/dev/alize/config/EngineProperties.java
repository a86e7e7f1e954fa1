package dev.alize.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Kafka properties that the engine sets itself, because its guarantees rest on them, and where to turn instead. */
public final class EngineProperties {
    private static final List<String> PREFIXES =
            List.of("main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.");
    private static final Map<String, String> INSTEAD = instead();

    private EngineProperties() {}

    private static Map<String, String> instead() {
        Map<String, String> instead = new HashMap<>(Map.of(
                "application.id", "use processing.application_id",
                "group.id", "use processing.application_id",
                "group.instance.id", "use processing.instance_id",
                "client.id", "use processing.instance_id",
                "state.dir", "use processing.state_dir",
                "processing.guarantee", "use processing.guarantee",
                "num.stream.threads", "use processing.threads",
                "num.standby.replicas", "use processing.standby_replicas",
                "commit.interval.ms", "use processing.commit_interval",
                "max.request.size", "use processing.max_request_bytes and processing.max_response_bytes"));
        instead.put("transactional.id", "Kafka Streams derives it from processing.application_id");
        instead.put("enable.auto.commit", "offsets are committed with the responses");
        instead.put("isolation.level", "it follows from processing.guarantee");
        for (String handler : List.of("processing.exception.handler", "production.exception.handler")) {
            instead.put(handler, "a handler that goes on after an error would lose the response");
            instead.put("default." + handler, "a handler that goes on after an error would lose the response");
        }
        instead.put("max.task.idle.ms", "tickets and cancels would wait behind the backlog of requests");
        for (String serde : List.of("default.key.serde", "default.value.serde")) {
            instead.put(serde, "records are decoded inside the topology; use processing.value_serde");
        }
        for (String coder : List.of("key.serializer", "value.serializer", "key.deserializer", "value.deserializer")) {
            instead.put(coder, "records are decoded inside the topology; use processing.value_serde");
        }
        return Map.copyOf(instead);
    }

    /** Why a property cannot have a value, whichever client it is prefixed for; empty where it can. */
    public static Optional<String> reasonAgainst(String name, String text) {
        String plain = withoutPrefix(name);
        if (plain.equals("group.protocol") && !text.equalsIgnoreCase("classic")) {
            return Optional.of("only 'classic' works: with the newer protocols the intake cannot be paused");
        }
        return Optional.ofNullable(INSTEAD.get(plain)).map(reason -> "set by the engine; " + reason);
    }

    private static String withoutPrefix(String name) {
        return PREFIXES.stream()
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
    }
}
