package dev.alize.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.domain.Finding;
import dev.alize.domain.Identity;
import dev.alize.domain.Material;
import dev.alize.domain.Passage;
import dev.alize.policies.pii.PiiDetector;
import dev.alize.policies.pii.PiiSettings;
import dev.alize.policies.pii.kinds.Kind;
import dev.alize.policies.text.CodePoints;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures the detection of personal data with its default settings. Nothing is trained; the rules were written with
 * these rows at hand, so a split that nobody looked at may do worse.
 */
public final class PiiEvaluation implements Evaluation {
    private static final String SUBJECT = "pii";
    private static final double F1_BAR = 0.95;
    /** From so many occurrences on a kind must reach the bar. */
    private static final int ENOUGH = 25;

    private static final double CASES_BAR = 0.98;

    /** Marked in the sentences, and looked for by nobody. */
    private static final Set<String> NOT_DETECTED = Set.of("PERSON", "STREET_ADDRESS");

    private static final int SENTENCES = 10_000;
    /** So many false national identifiers in these sentences are allowed. */
    private static final double FALSE_IDENTIFIERS = 5;

    private static final Pattern NATIONAL =
            Pattern.compile("(FR|DE|ES|IT|UK|NL|BE|PL|PT|FI|SE|US|CA|IN|AU|BR)_(?!.*(PASSPORT|LICEN|FUEHRERSCHEIN)).*");
    private static final Set<String> KINDS =
            Stream.of(Kind.values()).map(Kind::name).collect(Collectors.toSet());
    private static final Map<String, String> VALIDATORS =
            Map.of("IBAN", "IBAN_CODE", "CREDIT_CARD", "CREDIT_CARD", "EMAIL", "EMAIL_ADDRESS", "IP", "IP_ADDRESS");
    private static final Material.About ABOUT =
            new Material.About(new Identity("evaluation", "row", 0), null, null, Set.of(), false);

    // No marker of this evaluation is shown to anybody, so any key does.
    private final PiiDetector detector = new PiiDetector(PiiSettings.DEFAULT, new byte[] {1});

    /** Right and wrong answers for one kind. */
    private static final class Count {
        private int right;
        private int invented;
        private int missed;

        private double f1() {
            return 2.0 * right / Math.max(1, 2 * right + invented + missed);
        }
    }

    /** A kind at a place, in code points. */
    private record Place(String kind, int start, int end) {}

    @Override
    public String subject() {
        return SUBJECT;
    }

    @Override
    public List<Score> run(Data data) {
        Map<String, Count> spans = new TreeMap<>();
        Map<String, Count> cases = new TreeMap<>();
        Map<String, Count> values = new TreeMap<>();
        Count phones = new Count();
        for (Row row : data.of(SUBJECT)) {
            JsonNode fields = row.fields();
            if (fields.has("spans")) {
                span(row.text(), fields, spans);
            } else if (fields.has("expected_count") && KINDS.contains(row.field("entity"))) {
                recogniser(row, cases);
            } else if (VALIDATORS.containsKey(row.field("type"))) {
                validator(row, values);
            } else if (fields.has("e164")) {
                tally(
                        phones,
                        places("Call " + row.field("e164") + " now").stream()
                                .anyMatch(place -> place.kind().equals("PHONE_NUMBER")));
            }
        }
        List<Score> scores = new ArrayList<>();
        spans.forEach((kind, count) -> f1(scores, kind, count));
        shares(scores, "recogniser-cases", cases);
        shares(scores, "validator-values", values);
        if (phones.right + phones.missed > 0) {
            shares(scores, "phone-examples", Map.of("PHONE_NUMBER", phones));
        }
        scores.add(ordinary());
        return scores;
    }

    private Score ordinary() {
        long wrong = OrdinarySentences.of(SENTENCES).stream()
                .flatMap(sentence -> places(sentence).stream())
                .filter(place -> NATIONAL.matcher(place.kind()).matches())
                .count();
        return new Score(
                SUBJECT,
                "shipped",
                "ordinary-sentences",
                "fr, es, pt",
                "false-positives, national identifiers, number of",
                wrong,
                SENTENCES,
                FALSE_IDENTIFIERS);
    }

    private void span(String text, JsonNode fields, Map<String, Count> counts) {
        Set<Place> wanted = new HashSet<>();
        for (JsonNode span : fields.path("spans")) {
            String kind = span.path("type").asText();
            if (KINDS.contains(kind) || NOT_DETECTED.contains(kind)) {
                wanted.add(new Place(
                        kind, span.path("start").asInt(), span.path("end").asInt()));
            }
        }
        Set<Place> got = new HashSet<>(places(text));
        for (Place place : got) {
            Count count = counts.computeIfAbsent(place.kind(), any -> new Count());
            if (wanted.contains(place)) {
                count.right++;
            } else {
                count.invented++;
            }
        }
        wanted.stream()
                .filter(place -> !got.contains(place))
                .forEach(place -> counts.computeIfAbsent(place.kind(), any -> new Count()).missed++);
    }

    private void recogniser(Row row, Map<String, Count> counts) {
        String kind = row.field("entity");
        Set<Place> got = places(row.text()).stream()
                .filter(place -> place.kind().equals(kind))
                .collect(Collectors.toSet());
        Set<Place> wanted = new HashSet<>();
        for (JsonNode place : row.fields().path("expected_positions")) {
            wanted.add(new Place(kind, place.path(0).asInt(), place.path(1).asInt()));
        }
        boolean right = wanted.isEmpty()
                ? got.size() == row.fields().path("expected_count").asInt()
                : got.equals(wanted);
        tally(counts.computeIfAbsent(kind, any -> new Count()), right);
    }

    private void validator(Row row, Map<String, Count> counts) {
        String kind = VALIDATORS.getOrDefault(row.field("type"), "");
        String value = row.field("value");
        Place whole = new Place(kind, 0, value.codePointCount(0, value.length()));
        boolean right =
                places(value).contains(whole) == row.fields().path("valid").asBoolean();
        tally(counts.computeIfAbsent(kind, any -> new Count()), right);
    }

    private static void tally(Count count, boolean right) {
        if (right) {
            count.right++;
        } else {
            count.missed++;
        }
    }

    private List<Place> places(String text) {
        Material material = Material.ofRequest(ABOUT, List.of(new Passage(Passage.Origin.USER, 0, text)));
        CodePoints points = new CodePoints(text);
        List<Place> places = new ArrayList<>();
        for (Finding found : detector.judge(material).evidence().found()) {
            places.add(new Place(found.kind(), points.before(found.start()), points.before(found.end())));
        }
        return places;
    }

    private static void f1(List<Score> scores, String kind, Count count) {
        int occurrences = count.right + count.missed;
        if (occurrences > 0) {
            boolean known = KINDS.contains(kind);
            scores.add(score(
                    (known ? "spans/" : "not-detected/") + kind,
                    "f1",
                    count.f1(),
                    occurrences,
                    known && occurrences >= ENOUGH ? F1_BAR : null));
        }
    }

    private static void shares(List<Score> scores, String source, Map<String, Count> counts) {
        if (counts.isEmpty()) {
            return;
        }
        int right = 0;
        int all = 0;
        for (Map.Entry<String, Count> entry : counts.entrySet()) {
            Count count = entry.getValue();
            int n = count.right + count.missed;
            right += count.right;
            all += n;
            scores.add(
                    score(source + "/" + entry.getKey(), "accuracy", (double) count.right / Math.max(1, n), n, null));
        }
        scores.add(score(source, "accuracy", (double) right / Math.max(1, all), all, CASES_BAR));
    }

    private static Score score(String source, String metric, double value, int n, @Nullable Double bar) {
        return new Score(SUBJECT, "shipped", source, "all", metric, value, n, bar);
    }
}
