package dev.alize.policies.text;

import java.util.Arrays;
import java.util.Optional;

/**
 * A text that is JSON as a whole, as it reads: escapes in string literals are resolved, and every place leads back to
 * the raw text. What is replaced in the view is replaced in the raw text so that it still parses.
 */
public final class JsonView {
    private final String raw;
    private final String text;
    /** Offsets in the raw text, where the distance between raw and view changes; and in the view. */
    private final int[] rawMarks;

    private final int[] viewMarks;
    /** Starts and ends of number literals in the view, in turn. */
    private final int[] numbers;

    JsonView(String raw, String text, int[] rawMarks, int[] viewMarks, int[] numbers) {
        this.raw = raw;
        this.text = text;
        this.rawMarks = rawMarks;
        this.viewMarks = viewMarks;
        this.numbers = numbers;
    }

    /** Of an object, an array or a string; empty for anything else, above all for text that does not parse. */
    public static Optional<JsonView> of(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '{' || c == '[' || c == '"') {
                return new JsonReading(raw).view();
            }
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** As {@link #of}, and of a text that is a number or a word of JSON, too. */
    public static Optional<JsonView> ofAny(String raw) {
        return new JsonReading(raw).view();
    }

    /** The text with its escapes resolved: structure, quotes and all. */
    public String text() {
        return text;
    }

    /**
     * Where an offset of the view stands in the raw text.
     *
     * @param offset from 0 to the length of {@link #text}
     */
    public int raw(int offset) {
        int mark = Arrays.binarySearch(viewMarks, offset);
        int last = mark >= 0 ? mark : -mark - 2;
        return last < 0 ? offset : rawMarks[last] + offset - viewMarks[last];
    }

    /**
     * What is to be replaced in the raw text for a place of the view: a number literal as a whole.
     *
     * @param start in the view
     * @param end in the view
     * @param replacement plain text
     */
    public Replacement replace(int start, int end, String replacement) {
        int number = numberAt(start);
        if (number >= 0) {
            String quoted = '"' + JsonText.escape(replacement) + '"';
            return new Replacement(raw(numbers[number]), raw(numbers[number + 1]), quoted);
        }
        return new Replacement(raw(start), raw(end), JsonText.escape(replacement));
    }

    private int numberAt(int offset) {
        int found = Arrays.binarySearch(numbers, offset);
        int index = found >= 0 ? found : -found - 2;
        return index >= 0 && index % 2 == 0 ? index : -1;
    }

    /** The text that was given. */
    public String raw() {
        return raw;
    }

    /**
     * @param start in the raw text, in UTF-16 units
     * @param end behind it
     * @param text what stands there from then on
     */
    public record Replacement(int start, int end, String text) {}
}
