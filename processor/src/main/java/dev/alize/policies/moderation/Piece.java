package dev.alize.policies.moderation;

import dev.alize.domain.Direction;
import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A part of a passage that is judged by itself, because the vendor's model reads some thousand tokens at most.
 *
 * @param passage index into the material's passages
 * @param start offset in the passage's text in UTF-16 units
 * @param text not blank
 */
record Piece(int passage, int start, String text) {
    /**
     * UTF-16 units: about 4,000 tokens of European languages, half of what the vendor's model of 2024 reads. A text in
     * other scripts may take more tokens, and is refused by the vendor then.
     */
    static final int LONGEST = 16_000;
    /** A piece ends at white space where there is some among its last units. */
    private static final int LOOK_BACK = 200;

    /** What the application itself says is trusted, and not judged. */
    private static final Set<Origin> OF_REQUEST =
            EnumSet.of(Origin.USER, Origin.ASSISTANT, Origin.TOOL_CALL, Origin.TOOL_RESULT, Origin.DOCUMENT);

    private static final Set<Origin> OF_ANSWER = EnumSet.of(Origin.ASSISTANT, Origin.THINKING, Origin.TOOL_CALL);

    int end() {
        return start + text.length();
    }

    /** The pieces of all passages that are judged, in their order; blank ones left out. */
    static List<Piece> of(Material material) {
        Set<Origin> judged = material.direction() == Direction.REQUEST ? OF_REQUEST : OF_ANSWER;
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < material.passages().size(); i++) {
            Passage passage = material.passages().get(i);
            if (judged.contains(passage.origin())) {
                cut(i, passage.text(), pieces);
            }
        }
        return pieces;
    }

    private static void cut(int passage, String text, List<Piece> pieces) {
        int start = 0;
        while (start < text.length()) {
            int end = endOf(text, start);
            String part = text.substring(start, end);
            if (!part.isBlank()) {
                pieces.add(new Piece(passage, start, part));
            }
            start = end;
        }
    }

    private static int endOf(String text, int start) {
        if (text.length() - start <= LONGEST) {
            return text.length();
        }
        int end = start + LONGEST;
        for (int at = end; at > end - LOOK_BACK; at--) {
            if (Character.isWhitespace(text.charAt(at - 1))) {
                return at;
            }
        }
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
}
