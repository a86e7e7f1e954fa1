package dev.alize.policies.injection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds signs that belong to the machinery: tokens of chat templates, forged turns, images whose address tells. */
final class Marks {
    /** Longer addresses are not read to their end. */
    private static final int MAX_ADDRESS = 512;

    private static final List<Mark> MARKS = List.of(
            new Mark("<|im_start|>", 3),
            new Mark("<|im_end|>", 3),
            new Mark("<|system|>", 3),
            new Mark("<|endoftext|>", 2.5),
            new Mark("<|eot_id|>", 3),
            new Mark("<|start_header_id|>", 3),
            new Mark("<start_of_turn>", 3),
            new Mark("<<sys>>", 3),
            new Mark("[inst]", 2.5),
            new Mark("[/inst]", 2.5),
            new Mark("[system](#", 3),
            new Mark("[system]", 1.5),
            new Mark("### system", 2.5),
            new Mark("\nsystem:", 1.5),
            new Mark("\nassistant:", 0.8));

    private record Mark(String text, double weight) {}

    private Marks() {}

    /** Adds what is found in a normalised text, each mark once. */
    static void find(String text, List<Hit> hits) {
        boolean[] seen = new boolean[MARKS.size()];
        boolean image = false;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '<' || unit == '[' || unit == '#' || unit == '\n') {
                at(text, i, seen, hits);
            } else if (unit == '!' && !image && text.startsWith("![", i)) {
                Hit hit = image(text, i);
                image = hit != null;
                if (hit != null) {
                    hits.add(hit);
                }
            }
        }
    }

    private static void at(String text, int i, boolean[] seen, List<Hit> hits) {
        for (int k = 0; k < seen.length; k++) {
            Mark mark = MARKS.get(k);
            if (!seen[k] && text.startsWith(mark.text(), i)) {
                seen[k] = true;
                hits.add(new Hit(
                        "chat_template", mark.weight(), i, i + mark.text().length()));
            }
        }
    }

    /** An image whose address has a query: showing it sends the query away. */
    private static @Nullable Hit image(String text, int start) {
        int stop = Math.min(text.length(), start + MAX_ADDRESS);
        boolean query = false;
        int address = -1;
        for (int i = start + 2; i < stop; i++) {
            char unit = text.charAt(i);
            if (unit == '\n' || unit == '!' || unit == ' ' && address >= 0) {
                return null;
            }
            if (address < 0 && unit == ']') {
                if (!text.startsWith("](http", i)) {
                    return null;
                }
                address = i;
            }
            query |= address >= 0 && (unit == '?' || unit == '{' || unit == '<');
            if (unit == ')' && address >= 0) {
                return query ? new Hit("exfiltration", 1.5, start, i + 1) : null;
            }
        }
        return null;
    }
}
