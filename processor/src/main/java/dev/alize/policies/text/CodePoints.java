package dev.alize.policies.text;

/** Turns offsets in UTF-16 units into code points; offsets are asked for in rising order. */
public final class CodePoints {
    private final String text;
    private int unit;
    private int point;

    public CodePoints(String text) {
        this.text = text;
    }

    /**
     * How many code points stand before this offset. A surrogate without its other half counts as one; an offset between
     * two halves counts the first.
     *
     * @param offset in UTF-16 units, from 0 to the length; smaller than the last one starts over
     */
    public int before(int offset) {
        if (offset < unit) {
            unit = 0;
            point = 0;
        }
        point += text.codePointCount(unit, offset);
        // Between two halves both sides count one; joined they are one.
        if (offset > 0
                && offset < text.length()
                && unit < offset
                && Character.isSurrogatePair(text.charAt(offset - 1), text.charAt(offset))) {
            unit = offset - 1;
            return point--;
        }
        unit = offset;
        return point;
    }
}
