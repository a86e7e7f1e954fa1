package dev.alize.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.client.letters.Letter;
import dev.alize.schemas.DeadLetter;
import dev.alize.trail.EventText;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Dead letters, for people and for programs; text of a request only where it is asked for. */
final class LetterView {
    static final String HEAD = row("TIME", "TENANT", "REQUEST", "REDRIVE", "KIND", "ATTEMPTS", "TARGET", "AT");
    private static final String NONE = "-";

    private LetterView() {}

    private static String row(Object... cells) {
        return "%-24s %-16s %-36s %7s %-24s %8s %-20s %s".formatted(cells);
    }

    static String line(Letter letter) {
        return letter.content()
                .map(content -> row(
                        letter.at(),
                        safe(content.getTenant()),
                        safe(content.getRequestId()),
                        content.getRedrive(),
                        safe(letter.kind()),
                        content.getAttempts(),
                        content.getTarget() == null ? NONE : content.getTarget(),
                        letter.place()))
                .orElseGet(() ->
                        row(letter.at(), NONE, "(undecodable)", NONE, safe(letter.kind()), NONE, NONE, letter.place()));
    }

    /** Such as {@code 12: timeout 7, unauthorized 5}. */
    static String counts(Map<String, Long> byKind) {
        long all = byKind.values().stream().mapToLong(Long::longValue).sum();
        String kinds = byKind.entrySet().stream()
                .map(kind -> safe(kind.getKey()) + " " + kind.getValue())
                .collect(Collectors.joining(", "));
        return all + (all == 0 ? "" : ": " + kinds);
    }

    /** All that is known of a letter but its request, by name. */
    static ObjectNode json(Letter letter) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("at", letter.at().toString());
        node.put("kind", letter.kind());
        node.put("partition", letter.place().partition());
        node.put("offset", letter.place().offset());
        node.put("redrivable", letter.content().isPresent());
        letter.content().ifPresent(content -> fill(node, content));
        return node;
    }

    private static void fill(ObjectNode node, DeadLetter content) {
        node.put("tenant", content.getTenant());
        node.put("request_id", content.getRequestId());
        node.put("redrive", content.getRedrive());
        node.put("attempts", content.getAttempts());
        node.put("target", content.getTarget());
        node.put(
                "source",
                content.getSourceTopic() + ":" + content.getSourcePartition() + ":" + content.getSourceOffset());
    }

    /** The same with the error and the headers. */
    static ObjectNode whole(Letter letter, boolean withText) {
        ObjectNode node = json(letter);
        letter.content().ifPresent(content -> {
            ObjectNode error = node.putObject("error");
            error.put("blame", content.getError().getBlame());
            error.put("code", content.getError().getCode());
            error.put("message", content.getError().getMessage());
            error.put("retryable", content.getError().getRetryable());
            error.put("http_status", content.getError().getHttpStatus());
            node.put("model", content.getRequest().getModel());
            node.put("stream", content.getRequest().getStream());
            node.put("deadline", String.valueOf(content.getRequest().getDeadline()));
        });
        ObjectNode headers = node.putObject("headers");
        letter.errorHeaders().forEach(headers::put);
        byte[] value = letter.value();
        node.put("bytes", value == null ? 0 : value.length);
        if (withText) {
            node.put(
                    "request",
                    letter.content()
                            .map(content -> content.getRequest().toString())
                            .orElseGet(() -> value == null
                                    ? ""
                                    : "base64:" + Base64.getEncoder().encodeToString(value)));
        }
        return node;
    }

    /** Without what would move the cursor of a terminal: ids are chosen by others. */
    static String safe(String text) {
        return EventText.plain(text);
    }
}
