package dev.alize.policies.safety;

import dev.alize.policies.model.LinearModel;
import dev.alize.policies.model.ModelFile;
import dev.alize.policies.model.Reading;
import dev.alize.policies.text.Normalised;
import dev.alize.policies.text.Normaliser;
import org.jspecify.annotations.Nullable;

/**
 * Scores a text by category. Where the model's best window and the rules' best part of the text meet, the score is the
 * chance that at least one of the two is right, were they independent; else the higher of both. The model also knows
 * whether a text is unsafe at all, of whatever category; where it is surer of that than of any category, the likeliest
 * one gets that score. Last, {@link WholeText} moves the log odds of all categories that were learned by what it makes of
 * the text as a whole. Immutable and thread-safe.
 */
public final class SafetyScorer {
    /** The model's label for whatever is unsafe. */
    public static final String ANY = "any";

    private static final Category[] CATEGORIES = Category.values();
    private static final Normaliser NORMALISER = new Normaliser(true, true);
    private static final Rulebook BOOK = Rulebook.shipped();

    private final LinearModel model;
    private final WholeText whole;
    private final int[] labels = new int[CATEGORIES.length];
    private final int any;

    public SafetyScorer(LinearModel model, WholeText whole) {
        this.model = model;
        this.whole = whole;
        for (Category category : CATEGORIES) {
            labels[category.ordinal()] = model.labels().indexOf(category.code());
        }
        this.any = model.labels().indexOf(ANY);
    }

    /** With the model that is shipped. */
    static SafetyScorer shipped() {
        return Shipped.SCORER;
    }

    /** Read once and shared: a scorer takes a few megabytes. */
    private static final class Shipped {
        static final SafetyScorer SCORER =
                new SafetyScorer(ModelFile.resource(SafetyScorer.class, "model.gz"), WholeText.shipped());
    }

    /** The text as the model sees it, to train it. */
    public static String prepare(String text) {
        return new RuleScan(BOOK, NORMALISER.apply(text).text()).scan().marked().text();
    }

    /** The text as the model of whole texts sees it, to train it. */
    public static Features features(String text) {
        return Features.of(BOOK, new RuleScan(BOOK, NORMALISER.apply(text).text()).scan());
    }

    /** Scores with offsets in the text as it is given. */
    public SafetyScores score(String text) {
        Normalised normalised = NORMALISER.apply(text);
        RuleScan scan = new RuleScan(BOOK, normalised.text()).scan();
        MarkedText marked = scan.marked();
        Seen seen = new Seen();
        Reading reading = model.read(marked.text().toCharArray(), WholeText.SHAPE, seen);
        Marks marks = new Marks();
        for (Category category : CATEGORIES) {
            int label = labels[category.ordinal()];
            raise(marks, category, scan.marks(), label < 0 ? null : window(reading, label, marked));
        }
        raise(marks, marks.likeliest(), scan.marks(), window(reading, any, marked));
        if (scan.words() > 0) {
            double part = Blend.odds(marks.score(marks.likeliest()));
            marks.move(Blend.odds(part, whole.odds(Features.of(BOOK, scan, seen)), scan.words()) - part);
        }
        // What the rules say of a passage holds in whatever text it stands.
        for (Category category : CATEGORIES) {
            Marks rules = scan.marks();
            marks.raise(category, rules.score(category), rules.start(category), rules.end(category));
        }
        return marks.scores(normalised);
    }

    /**
     * A window that the model holds for unsafe.
     *
     * @param start offset in the normalised text
     */
    private record Window(double score, int start, int end) {}

    private Window window(Reading reading, int label, MarkedText marked) {
        double score = model.probability(reading, label);
        int start = Math.max(0, Math.min(reading.starts()[label], marked.text().length()));
        int end = Math.max(start, Math.min(reading.ends()[label], marked.text().length()));
        return new Window(score, marked.origin(start), marked.origin(end));
    }

    private static void raise(Marks marks, Category category, Marks rules, @Nullable Window window) {
        double rule = rules.score(category);
        int start = rules.start(category);
        int end = rules.end(category);
        if (window == null) {
            marks.raise(category, rule, start, end);
        } else if (rule > 0 && start < window.end() && window.start() < end) {
            double both = 1 - (1 - rule) * (1 - window.score());
            marks.raise(category, both, Math.min(start, window.start()), Math.max(end, window.end()));
        } else {
            marks.raise(category, window.score(), window.start(), window.end());
            marks.raise(category, rule, start, end);
        }
    }
}
