package dev.alize.policies.pii;

import dev.alize.domain.Direction;
import dev.alize.domain.Edit;
import dev.alize.domain.Evidence;
import dev.alize.domain.Finding;
import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.policies.Policy;
import dev.alize.policies.StreamGuard;
import dev.alize.policies.pii.kinds.Kind;
import dev.alize.policies.pii.scan.Candidate;
import dev.alize.policies.pii.scan.Finder;
import dev.alize.policies.text.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds personal data in requests and answers, and replaces it. Immutable. */
public final class PiiDetector implements Policy {
    static final String REASON = "personal_data";
    /** Originals were put back, and nothing else was found. */
    static final String RESTORED = "restored";

    private final PiiSettings settings;
    private final Finder finder;
    private final Mask mask;

    /** @param key for the marker format hash: random, of this process, at least one byte */
    public PiiDetector(PiiSettings settings, byte[] key) {
        this.settings = settings;
        this.finder = new Finder(settings.detect(), settings.countries());
        this.mask = new Mask(key);
    }

    @Override
    public String name() {
        return PiiSettings.NAME;
    }

    @Override
    public Verdict judge(Material material) {
        Originals originals = originals(material);
        Markers markers = markers(material);
        List<Finding> found = new ArrayList<>();
        List<Edit> edits = new ArrayList<>();
        boolean redacts = settings.conduct().action() == Action.REDACT;
        for (int i = 0; i < material.passages().size(); i++) {
            Passage passage = material.passages().get(i);
            JsonView json = view(passage);
            String text = json == null ? passage.text() : json.text();
            Reading reading = Reading.of(text, finder.candidates(text), settings.threshold(), originals);
            for (Spot spot : reading.spots()) {
                note(found, i, json, spot);
                if (spot.kind() == null || redacts) {
                    edits.add(edit(i, text, json, spot, markers));
                }
            }
            for (Candidate other : reading.others()) {
                note(found, i, json, new Spot(other.start(), other.end(), other.kind(), null));
            }
        }
        Map<String, String> taken = settings.restore() && redacts && material.direction() == Direction.REQUEST
                ? markers.originals()
                : Map.of();
        return verdict(found, edits, taken);
    }

    private static @Nullable JsonView view(Passage passage) {
        return passage.origin() == Passage.Origin.TOOL_CALL
                ? JsonView.ofAny(passage.text()).orElse(null)
                : JsonView.of(passage.text()).orElse(null);
    }

    private Verdict verdict(List<Finding> found, List<Edit> edits, Map<String, String> taken) {
        Evidence evidence = new Evidence(null, found);
        Action action = settings.conduct().action();
        if (action == Action.BLOCK && !found.isEmpty()) {
            return new Verdict.Block(REASON, evidence);
        }
        if (!edits.isEmpty()) {
            return new Verdict.Rewrite(found.isEmpty() ? RESTORED : REASON, edits, taken, evidence);
        }
        return found.isEmpty() ? Verdict.Allow.CLEAN : new Verdict.Flag(REASON, evidence);
    }

    private static void note(List<Finding> found, int passage, @Nullable JsonView json, Spot spot) {
        Kind kind = spot.kind();
        if (kind != null) {
            int start = json == null ? spot.start() : json.raw(spot.start());
            int end = json == null ? spot.end() : json.raw(spot.end());
            found.add(new Finding(kind.name(), passage, start, end));
        }
    }

    private static Edit edit(int passage, String text, @Nullable JsonView json, Spot spot, Markers markers) {
        String replacement = replacement(text, spot, markers);
        if (json != null) {
            JsonView.Replacement raw = json.replace(spot.start(), spot.end(), replacement);
            return new Edit(passage, raw.start(), raw.end(), raw.text());
        }
        boolean quoted = spot.kind() != null && BareNumber.at(text, spot.start(), spot.end());
        return new Edit(passage, spot.start(), spot.end(), quoted ? '"' + replacement + '"' : replacement);
    }

    static String replacement(String text, Spot spot, Markers markers) {
        Kind kind = spot.kind();
        String original = spot.original();
        if (kind != null) {
            return markers.of(kind, text.substring(spot.start(), spot.end()));
        }
        return original == null ? "" : original;
    }

    @Override
    public Optional<StreamGuard> guard(Material answer) {
        return Optional.of(new PiiGuard(settings, finder, markers(answer), originals(answer)));
    }

    /** What is put back: nothing where the settings do not say so, or into a request. */
    private Originals originals(Material material) {
        boolean restores = settings.restore() && material.direction() == Direction.RESPONSE;
        return new Originals(restores ? material.originals() : Map.of());
    }

    /** Numbers go on behind the markers that stand in what was asked and what was taken out of it. */
    private Markers markers(Material material) {
        Markers markers = new Markers(settings, mask);
        material.passages().forEach(passage -> markers.reserve(passage.text()));
        material.asked().forEach(passage -> markers.reserve(passage.text()));
        material.originals().keySet().forEach(markers::reserve);
        return markers;
    }
}
