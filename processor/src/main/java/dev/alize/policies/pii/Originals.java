package dev.alize.policies.pii;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was taken out of a request, and where its markers stand in the answer. Immutable. */
final class Originals {
    private final Map<String, String> originals;
    private final Set<String> values;
    private final Set<Character> first = new HashSet<>();
    /** Lengths of the markers, the longest first. */
    private final List<Integer> lengths;

    Originals(Map<String, String> originals) {
        this.originals = new HashMap<>(originals);
        this.originals.remove("");
        this.values = new HashSet<>(originals.values());
        Set<Integer> sizes = new TreeSet<>();
        this.originals.keySet().forEach(marker -> {
            first.add(marker.charAt(0));
            sizes.add(marker.length());
        });
        this.lengths = new ArrayList<>(sizes).reversed();
    }

    boolean isEmpty() {
        return originals.isEmpty();
    }

    /** Whether this part of a text is one of the originals. */
    boolean contains(String text, int start, int end) {
        return !isEmpty() && values.contains(text.substring(start, end));
    }

    /** Where originals are put back, in order. */
    List<Spot> spots(String text, int from, int to) {
        List<Spot> spots = new ArrayList<>();
        int i = from;
        while (!isEmpty() && i < to) {
            Spot spot = first.contains(text.charAt(i)) ? at(text, i) : null;
            if (spot != null) {
                spots.add(spot);
            }
            i = spot == null ? i + 1 : spot.end();
        }
        return spots;
    }

    private @Nullable Spot at(String text, int at) {
        for (int length : lengths) {
            if (at + length <= text.length()) {
                String original = originals.get(text.substring(at, at + length));
                if (original != null) {
                    return new Spot(at, at + length, null, original);
                }
            }
        }
        return null;
    }

    /** The first place from {@code from} on where the text ends in the middle of a marker; else its length. */
    int open(String text, int from) {
        int longest = lengths.isEmpty() ? 0 : lengths.getFirst();
        for (int i = Math.max(from, text.length() - longest + 1); i < text.length(); i++) {
            if (first.contains(text.charAt(i)) && opens(text.substring(i))) {
                return i;
            }
        }
        return text.length();
    }

    private boolean opens(String tail) {
        return originals.keySet().stream()
                .anyMatch(marker -> marker.length() > tail.length() && marker.startsWith(tail));
    }
}
