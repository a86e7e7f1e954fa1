package dev.alize.policies.pii;

import dev.alize.policies.pii.kinds.Kind;
import java.util.HashMap;
import java.util.Map;

/**
 * The markers of one request or answer: the same value gets the same marker, and no number that stands in the texts
 * already is given to another value. Used by one thread.
 */
final class Markers {
    private final MarkerFormat format;
    private final MarkerTemplate template;
    private final Mask mask;
    private final Map<String, Integer> last = new HashMap<>();
    private final Map<String, String> given = new HashMap<>();
    private final Map<String, String> originals = new HashMap<>();

    Markers(PiiSettings settings, Mask mask) {
        this.format = settings.markerFormat();
        this.template =
                format == MarkerFormat.CUSTOM ? MarkerTemplate.of(settings.markerTemplate()) : MarkerTemplate.LABEL;
        this.mask = mask;
    }

    /** Counts on behind the markers that stand in this text. */
    void reserve(String text) {
        int at = text.indexOf(template.before());
        while (at >= 0) {
            MarkerTemplate.Numbered marker = template.read(text, at);
            if (marker != null) {
                last.merge(marker.label(), marker.number(), Math::max);
            }
            at = text.indexOf(template.before(), at + 1);
        }
    }

    /** What stands for this value. */
    String of(Kind kind, String value) {
        String marker = given.computeIfAbsent(kind.label() + ' ' + value, any -> make(kind, value));
        originals.put(marker, value);
        return marker;
    }

    private String make(Kind kind, String value) {
        return switch (format) {
            case LABEL, CUSTOM -> template.marker(kind.label(), last.merge(kind.label(), 1, Integer::sum));
            case PARTIAL -> mask.partial(kind, value);
            case HASH -> mask.hash(kind, value);
        };
    }

    /** What stood where, by marker. */
    Map<String, String> originals() {
        return Map.copyOf(originals);
    }
}
