package dev.alize.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** The text of a request, to be found again in a message. The name of the model is not part of it. */
final class SentText {
    /** Shorter runs are everyday words. */
    private static final int RUN = 24;

    /** Shortest prompt that is looked for as a whole. */
    private static final int SHORT = 8;

    private static final long BASE = 1_000_003;
    private static final long BASE_TO_RUN = power();
    private static final Set<String> PROMPTS = Set.of("content", "text", "arguments", "prompt", "suffix", "input");
    private static final JsonFactory JSON = new JsonFactory();

    private final byte[] body;

    private SentText(byte[] body) {
        this.body = body;
    }

    static SentText of(byte[] body) {
        return new SentText(body);
    }

    /** The line without what it shares with the request; linear in the size of both. */
    String removeFrom(String line, String replacement) {
        if (line.length() < SHORT) {
            return line;
        }
        List<String> longTexts = new ArrayList<>();
        List<String> shortPrompts = new ArrayList<>();
        collect(longTexts, shortPrompts);
        String left = removeRuns(line, longTexts, replacement);
        for (String prompt : shortPrompts) {
            left = left.replace(prompt, replacement);
        }
        return left;
    }

    private void collect(List<String> longTexts, List<String> shortPrompts) {
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean text = token == JsonToken.VALUE_STRING && !isModel(parser);
                if (text || token == JsonToken.FIELD_NAME) {
                    String value = Redaction.oneLine(parser.getText());
                    if (value.length() >= RUN) {
                        longTexts.add(value);
                    } else if (text
                            && value.length() >= SHORT
                            && PROMPTS.contains(String.valueOf(parser.currentName()))) {
                        shortPrompts.add(value);
                    }
                }
            }
        } catch (IOException e) {
            longTexts.add(Redaction.oneLine(new String(body, StandardCharsets.UTF_8)));
        }
    }

    private static boolean isModel(JsonParser parser) throws IOException {
        return "model".equals(parser.currentName())
                && parser.getParsingContext().getParent() != null
                && parser.getParsingContext().getParent().inRoot();
    }

    private static String removeRuns(String line, List<String> texts, String replacement) {
        if (line.length() < RUN) {
            return line;
        }
        List<Long> runs = new ArrayList<>();
        slide(line, runs::add);
        Set<Long> wanted = new HashSet<>(runs);
        BitSet mayBeWanted = new BitSet();
        runs.forEach(run -> mayBeWanted.set(slot(run)));
        Set<Long> found = new HashSet<>();
        for (String text : texts) {
            slide(text, run -> {
                if (mayBeWanted.get(slot(run)) && wanted.contains(run)) {
                    found.add(run);
                }
            });
        }
        return without(line, runs, found, replacement);
    }

    private static String without(String line, List<Long> runs, Set<Long> found, String replacement) {
        BitSet removed = new BitSet();
        for (int i = 0; i < runs.size(); i++) {
            if (found.contains(runs.get(i))) {
                removed.set(i, i + RUN);
            }
        }
        StringBuilder left = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            if (!removed.get(i)) {
                left.append(line.charAt(i));
            } else if (i == 0 || !removed.get(i - 1)) {
                left.append(replacement);
            }
        }
        return left.toString();
    }

    /** Gives the rolling hash of every run of the text, in order. */
    private static void slide(String text, LongConsumer each) {
        long hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * BASE + text.charAt(i);
            if (i >= RUN) {
                hash -= BASE_TO_RUN * text.charAt(i - RUN);
            }
            if (i >= RUN - 1) {
                each.accept(hash);
            }
        }
    }

    /** 16 bits of a hash: a cheap test before the exact one. */
    private static int slot(long hash) {
        return (int) ((hash * 0x9E37_79B9_7F4A_7C15L) >>> 48);
    }

    private static long power() {
        long power = 1;
        for (int i = 0; i < RUN; i++) {
            power *= BASE;
        }
        return power;
    }
}
