package dev.alize.policies.pii;

import dev.alize.domain.Evidence;
import dev.alize.domain.Finding;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.policies.StreamGuard;
import dev.alize.policies.pii.kinds.Kind;
import dev.alize.policies.pii.scan.Candidate;
import dev.alize.policies.pii.scan.Finder;
import dev.alize.policies.pii.scan.SafePoint;
import dev.alize.policies.text.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Redacts a streamed answer. What is held back begins at the first place where a value or a marker may still be open, or
 * where words that count for it may still come; see {@link SafePoint}. What it publishes is what the policy makes of the
 * whole text, but for markers that the model makes up: it counts on behind those that have come so far. Of JSON it sees
 * the raw text: values written with escapes inside are not found.
 */
final class PiiGuard implements StreamGuard {
    /** Published characters that are kept, so that words before a value count and its left neighbours are seen. */
    private static final int KEPT = 192;
    /** So much without a place to stop is searched again only after as much more has come. */
    private static final int PATIENCE = 256;

    private final PiiSettings settings;
    private final Finder finder;
    private final Markers markers;
    private final Originals originals;
    private final StringBuilder buffer = new StringBuilder();
    private final List<Finding> found = new ArrayList<>();
    private int published;
    private int searched;
    private boolean restored;
    /** Nothing was forgotten yet: the buffer begins where the text does. */
    private boolean fresh = true;

    private boolean json;
    private boolean blocked;

    PiiGuard(PiiSettings settings, Finder finder, Markers markers, Originals originals) {
        this.settings = settings;
        this.finder = finder;
        this.markers = markers;
        this.originals = originals;
    }

    @Override
    public String add(String part) {
        if (blocked) {
            return "";
        }
        buffer.append(part);
        boolean worth = SafePoint.in(part) || buffer.length() - searched > PATIENCE;
        String out = worth ? publish(false) : "";
        return passes() ? part : out;
    }

    @Override
    public String end() {
        String out = blocked ? "" : publish(true);
        return passes() ? "" : out;
    }

    /** Whether the text goes on as it is and at once, whatever is found. */
    private boolean passes() {
        Action action = settings.conduct().action();
        return (action == Action.FLAG || action == Action.SHADOW) && originals.isEmpty();
    }

    private String publish(boolean whole) {
        String text = buffer.toString();
        searched = text.length();
        json |= fresh && JsonEscapes.inJson(text);
        String seen = json ? JsonEscapes.blanked(text) : text;
        List<Candidate> candidates = finder.candidates(seen).stream()
                .filter(candidate -> candidate.start() >= published)
                .toList();
        int end = whole ? text.length() : SafePoint.before(text, published, candidates);
        end = whole ? end : Math.min(end, originals.open(text, published));
        Reading reading = Reading.of(text, candidates, settings.threshold(), originals);
        for (Spot spot : reading.spots()) {
            end = spot.start() < end && spot.end() > end ? spot.start() : end;
        }
        if (end <= published) {
            return "";
        }
        markers.reserve(text.substring(Math.max(0, published - KEPT), end));
        String out = changed(reading, published, end);
        published = end;
        forget();
        return blocked ? "" : out;
    }

    private String changed(Reading reading, int from, int to) {
        StringBuilder out = new StringBuilder(to - from);
        int at = from;
        for (Spot spot : reading.spots()) {
            if (spot.start() < at || spot.end() > to) {
                continue;
            }
            out.append(reading.text(), at, spot.start()).append(replacement(reading.text(), spot));
            at = spot.end();
        }
        return out.append(reading.text(), at, to).toString();
    }

    private String replacement(String text, Spot spot) {
        Kind kind = spot.kind();
        if (kind == null) {
            restored = true;
            String original = PiiDetector.replacement(text, spot, markers);
            return json ? JsonText.escape(original) : original;
        }
        found.add(new Finding(kind.name(), 0, 0, 0));
        return switch (settings.conduct().action()) {
            case BLOCK -> {
                blocked = true;
                yield "";
            }
            case REDACT -> {
                String marker = PiiDetector.replacement(text, spot, markers);
                yield BareNumber.at(text, spot.start(), spot.end()) ? '"' + marker + '"' : marker;
            }
            case FLAG, SHADOW, RETRY, FALLBACK, HOLD, DOWNGRADE -> text.substring(spot.start(), spot.end());
        };
    }

    private void forget() {
        if (published > 4 * KEPT) {
            int cut = published - KEPT;
            buffer.delete(0, cut);
            fresh = false;
            published -= cut;
            searched -= cut;
        }
    }

    @Override
    public Verdict verdict() {
        Evidence evidence = new Evidence(null, found);
        if (found.isEmpty()) {
            return restored
                    ? new Verdict.Rewrite(PiiDetector.RESTORED, List.of(), Map.of(), evidence)
                    : Verdict.Allow.CLEAN;
        }
        return switch (settings.conduct().action()) {
            case BLOCK -> new Verdict.Block(PiiDetector.REASON, evidence);
            case REDACT -> new Verdict.Rewrite(PiiDetector.REASON, List.of(), Map.of(), evidence);
            case FLAG, SHADOW, RETRY, FALLBACK, HOLD, DOWNGRADE -> new Verdict.Flag(PiiDetector.REASON, evidence);
        };
    }
}
