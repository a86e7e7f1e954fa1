package dev.alize.ingress.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is called, and with what. */
final class CallFlags {
    private static final String WORDS = "the wind carries every letter home, and ";

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "The ingress (${DEFAULT-VALUE}).")
    private URI url = URI.create("");

    @Option(names = "--key", description = "API key, where it needs one; better in the variable ALIZE_INGRESS_KEY.")
    private @Nullable String key;

    @Option(names = "--model", defaultValue = "mistral-small-latest", description = "Asked for (${DEFAULT-VALUE}).")
    private String model = "";

    @Option(names = "--prompt-size", defaultValue = "1024", description = "Characters of a prompt (${DEFAULT-VALUE}).")
    private int promptSize;

    @Option(names = "--json", description = "Print the figures as one JSON object.")
    private boolean json;

    URI url() {
        return url;
    }

    Optional<String> key() {
        return Optional.ofNullable(key == null ? System.getenv("ALIZE_INGRESS_KEY") : key);
    }

    boolean json() {
        return json;
    }

    /** A body that no other call has. */
    Buffer body(long number, boolean stream) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", model);
        String prompt = number + " " + WORDS.repeat(promptSize / WORDS.length() + 1);
        body.putArray("messages").addObject().put("role", "user").put("content", prompt.substring(0, promptSize));
        if (stream) {
            body.put("stream", true);
        }
        return Buffer.buffer(body.toString());
    }
}
