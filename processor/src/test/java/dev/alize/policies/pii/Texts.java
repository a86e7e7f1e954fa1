package dev.alize.policies.pii;

import dev.alize.domain.Direction;
import dev.alize.domain.Edit;
import dev.alize.domain.Identity;
import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import dev.alize.domain.Verdict;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Material and settings for the tests, and what comes of a verdict. */
final class Texts {
    private static final Material.About ABOUT =
            new Material.About(new Identity("acme", "r", 0), null, null, Set.of(), false);

    private Texts() {}

    static PiiDetector detector(PiiSettings settings) {
        return new PiiDetector(settings, new byte[] {7});
    }

    static PiiSettings settings(Action action, MarkerFormat format, String template, boolean restore) {
        PiiSettings usual = PiiSettings.DEFAULT;
        return new PiiSettings(
                Conduct.of(action, Direction.REQUEST, Direction.RESPONSE),
                usual.detect(),
                format,
                template,
                restore,
                usual.countries(),
                usual.threshold());
    }

    static Material request(String... texts) {
        return Material.ofRequest(ABOUT, passages(Passage.Origin.USER, texts));
    }

    static Material arguments(String text) {
        return Material.ofRequest(ABOUT, passages(Passage.Origin.TOOL_CALL, text));
    }

    static Material answer(Map<String, String> originals, String... texts) {
        return answer(originals, List.of(), texts);
    }

    static Material answer(Map<String, String> originals, List<String> asked, String... texts) {
        return new Material(
                Direction.RESPONSE,
                ABOUT,
                passages(Passage.Origin.ASSISTANT, texts),
                passages(Passage.Origin.USER, asked.toArray(String[]::new)),
                Map.of(),
                originals);
    }

    private static List<Passage> passages(Passage.Origin origin, String... texts) {
        return Arrays.stream(texts).map(text -> new Passage(origin, 0, text)).toList();
    }

    /** The texts after the verdict. */
    static List<String> after(Material material, Verdict verdict) {
        List<StringBuilder> texts = material.passages().stream()
                .map(passage -> new StringBuilder(passage.text()))
                .toList();
        if (verdict instanceof Verdict.Rewrite rewrite) {
            for (Edit edit : rewrite.edits().reversed()) {
                texts.get(edit.passage()).replace(edit.start(), edit.end(), edit.replacement());
            }
        }
        return texts.stream().map(StringBuilder::toString).toList();
    }

    static String redacted(String text) {
        Material material = request(text);
        return after(material, detector(PiiSettings.DEFAULT).judge(material)).getFirst();
    }
}
