package dev.alize.policies;

import dev.alize.domain.Edit;
import dev.alize.domain.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * What was replaced in the passages so far: finds the place in the texts as they first came for a place in the texts as
 * they are now. Immutable.
 */
public final class EditHistory {
    public static final EditHistory NONE = new EditHistory(List.of());

    /** In their order; each is sorted by passage and start. */
    private final List<List<Edit>> rounds;

    private EditHistory(List<List<Edit>> rounds) {
        this.rounds = List.copyOf(rounds);
    }

    /** With the edits of one more verdict, which apply to the texts as they are now. */
    public EditHistory then(List<Edit> edits) {
        if (edits.isEmpty()) {
            return this;
        }
        List<List<Edit>> more = new ArrayList<>(rounds);
        more.add(List.copyOf(edits));
        return new EditHistory(more);
    }

    /** The same finding in the texts as they first came; one that touches a replacement covers all it replaced. */
    public Finding original(Finding finding) {
        int start = finding.start();
        int end = finding.end();
        for (List<Edit> round : rounds.reversed()) {
            int before = start;
            start = original(round, finding.passage(), start, true);
            end = end == before ? start : Math.max(start, original(round, finding.passage(), end, false));
        }
        return new Finding(finding.kind(), finding.passage(), start, end);
    }

    /**
     * @param start whether the offset begins something, which then begins where the replaced text began; else it ends
     *     where that ended
     */
    private static int original(List<Edit> edits, int passage, int offset, boolean start) {
        int grown = 0;
        for (int i = firstOf(edits, passage); i < edits.size() && edits.get(i).passage() == passage; i++) {
            Edit edit = edits.get(i);
            int from = edit.start() + grown;
            int to = from + edit.replacement().length();
            if (start ? offset < from : offset <= from) {
                break;
            } else if (start ? offset < to : offset <= to) {
                return start ? edit.start() : edit.end();
            }
            grown += edit.replacement().length() - (edit.end() - edit.start());
        }
        return offset - grown;
    }

    private static int firstOf(List<Edit> edits, int passage) {
        int low = 0;
        int high = edits.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (edits.get(middle).passage() < passage) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
