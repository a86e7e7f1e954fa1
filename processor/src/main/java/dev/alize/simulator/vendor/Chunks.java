package dev.alize.simulator.vendor;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A completion as the chunks of a stream, each written when it is asked for: the role with an empty content, then a
 * delta for each token; reason and usage stand in the last, with OpenAI the usage only where it was asked for, in a
 * chunk of its own. Several choices take turns. Confined to one thread.
 */
public final class Chunks {
    private static final String PADDING = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final Completion completion;
    private final RequestHead head;
    private final String opening;
    private final boolean lastIsUsage;
    private final boolean usageInLast;
    private final List<String> toolDeltas;
    private final String text;
    private final int rounds;
    private boolean padded;
    private @Nullable InstantSource stamps;
    private int next;

    /**
     * The chunks of an answer.
     *
     * @param serial makes the id unique
     * @param created seconds since 1970
     */
    public Chunks(Completion completion, RequestHead head, long serial, long created) {
        this.completion = completion;
        this.head = head;
        this.opening = opening(completion, head, serial, created);
        this.usageInLast = completion.dialect() == Dialect.MISTRAL;
        this.lastIsUsage = !usageInLast && head.includeUsage();
        boolean callsTools = completion.callsTools(head);
        this.toolDeltas = callsTools ? completion.toolDeltas(head, serial) : List.of();
        this.text = callsTools ? "" : completion.text(head);
        this.rounds = callsTools ? toolDeltas.size() : Math.max(1, completion.tokens(head));
    }

    private static String opening(Completion completion, RequestHead head, long serial, long created) {
        StringBuilder opening = new StringBuilder("{\"id\":\"");
        completion.id(head, serial, opening);
        opening.append("\",\"object\":\"chat.completion.chunk\",\"created\":").append(created);
        Completion.quote(head.model(), opening.append(",\"model\":\""));
        return opening.append("\",\"choices\":[").toString();
    }

    /** Gives each chunk the padding {@code p}. */
    public void pad() {
        padded = true;
    }

    /**
     * Puts the time into each delta instead of its text, as microseconds since 1970 and a space. Tool calls are not
     * stamped.
     */
    public void stamp(InstantSource clock) {
        stamps = clock;
    }

    /** How many there are in all. */
    public int size() {
        return (rounds + 1) * head.choices() + (lastIsUsage ? 1 : 0);
    }

    public boolean hasNext() {
        return next < size();
    }

    /** The next chunk as JSON; only where there is one. */
    public String next() {
        if (lastIsUsage && next == size() - 1) {
            next++;
            StringBuilder usage = new StringBuilder(opening).append("],\"usage\":");
            completion.usage(head, usage);
            return usage.append('}').toString();
        }
        int choice = next % head.choices();
        int round = next / head.choices() - 1;
        next++;
        if (round < 0) {
            return chunk(choice, "\"role\":\"assistant\",\"content\":\"\"", false);
        }
        return chunk(choice, delta(round), round == rounds - 1);
    }

    /** A chunk out of turn with this text for the first choice. */
    public String extra(String text) {
        return chunk(0, content(text), false);
    }

    /** Prompt and all tokens until now: what the vendor charges for when the stream ends here. */
    public int cost() {
        int written = Math.max(0, next - head.choices());
        return head.promptTokens() + Math.min(completion.tokens(head) * head.choices(), written);
    }

    private String delta(int round) {
        if (!toolDeltas.isEmpty()) {
            return toolDeltas.get(round);
        }
        InstantSource clock = stamps;
        return content(clock == null ? Completion.token(text, round) : stamp(clock.instant()));
    }

    private String chunk(int choice, String delta, boolean last) {
        StringBuilder out = new StringBuilder(opening.length() + delta.length() + 256);
        out.append(opening)
                .append("{\"index\":")
                .append(choice)
                .append(",\"delta\":{")
                .append(delta)
                .append("},\"finish_reason\":");
        if (last) {
            Completion.quote(completion.finishReason(head), out.append('"'));
            out.append("\"}]");
        } else {
            out.append("null}]");
        }
        if (last && usageInLast && !hasNext()) {
            completion.usage(head, out.append(",\"usage\":"));
        }
        if (padded) {
            out.append(",\"p\":\"")
                    .append(PADDING, 0, 1 + next * 7 % PADDING.length())
                    .append('"');
        }
        return out.append('}').toString();
    }

    private static String content(String text) {
        StringBuilder out = new StringBuilder("\"content\":\"");
        Completion.quote(text, out);
        return out.append('"').toString();
    }

    private static String stamp(Instant now) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, now) + " ";
    }
}
