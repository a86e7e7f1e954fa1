package dev.alize.policies.injection;

import dev.alize.policies.model.Calibration;
import dev.alize.policies.model.LinearModel;
import dev.alize.policies.model.Reading;
import dev.alize.policies.text.Decoding;
import dev.alize.policies.text.Decodings;
import dev.alize.policies.text.Normalised;
import dev.alize.policies.text.Normaliser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Judges one text: the log odds of the model's highest window and of the rules that apply are added up. Texts that the
 * text hides in an encoding are judged too, and the highest score counts. Linear in the text; thread-safe.
 */
public final class Detector {
    /** Below these log odds, about 0.27, the model's window is no finding. */
    private static final double TOLD = -1;

    /** Instructions that address the model weigh more where none are expected. */
    private static final double UNTRUSTED = 1.5;

    /** Nobody encodes instructions by accident. */
    private static final double HIDDEN = 1;

    /** The highest of many windows is high by chance: so much less for each e-fold of windows. By cross-validation. */
    private static final double CHANCE = 0.6;

    /** Longer texts lose no more, so that an attack in a long document still counts. */
    private static final int MOST_CHANCES = 6;

    /** Texts within encoded texts are read so deep. */
    private static final int DEPTH = 2;

    private final LinearModel model;
    private final Normaliser normaliser;
    private final boolean decode;

    public Detector(LinearModel model, Normaliser normaliser, boolean decode) {
        this.model = model;
        this.normaliser = normaliser;
        this.decode = decode;
    }

    /**
     * The log odds of a normalised text.
     *
     * @param modelOdds what the model says of the highest window
     * @param windows of which it is the highest
     * @param untrusted whether it comes from a tool or a document
     */
    public static double odds(double modelOdds, int windows, String normalised, boolean untrusted) {
        return combine(modelOdds, windows, Rules.ALL.find(normalised), untrusted);
    }

    private static double combine(double modelOdds, int windows, List<Hit> hits, boolean untrusted) {
        double chance = CHANCE * Math.log(Math.min(windows, MOST_CHANCES));
        return modelOdds - chance + Rules.weight(hits) * (untrusted ? UNTRUSTED : 1);
    }

    /** @param untrusted whether it comes from a tool or a document */
    public Assessment assess(String text, boolean untrusted) {
        List<Assessment.Part> found = new ArrayList<>();
        double odds = assess(text, untrusted, found);
        if (decode) {
            odds = Math.max(odds, hidden(text, untrusted, found));
        }
        found.sort(Comparator.comparingInt(Assessment.Part::start));
        return new Assessment(Calibration.sigmoid(odds), found);
    }

    private double hidden(String text, boolean untrusted, List<Assessment.Part> found) {
        double odds = Double.NEGATIVE_INFINITY;
        for (Decoding part : Decodings.of(text)) {
            List<Assessment.Part> inside = new ArrayList<>();
            double partOdds = hidden(part, untrusted, inside, DEPTH);
            if (partOdds > TOLD) {
                inside.forEach(one ->
                        found.add(new Assessment.Part(one.kind() + ":" + part.kind(), part.start(), part.end())));
            }
            odds = Math.max(odds, partOdds);
        }
        return odds;
    }

    private double hidden(Decoding part, boolean untrusted, List<Assessment.Part> found, int depth) {
        double odds = assess(part.text(), untrusted, found);
        if (depth > 1) {
            for (Decoding deeper : Decodings.of(part.text())) {
                // ROT13 of what was ROT13 is where it came from.
                if (!deeper.kind().equals(part.kind()) || !deeper.kind().equals("rot13")) {
                    odds = Math.max(odds, hidden(deeper, untrusted, found, depth - 1) - HIDDEN);
                }
            }
        }
        return odds + (odds > TOLD ? HIDDEN : 0);
    }

    private double assess(String text, boolean untrusted, List<Assessment.Part> found) {
        Normalised plain = normaliser.apply(text);
        List<Hit> hits = Rules.ALL.find(plain.text());
        for (Hit hit : hits) {
            found.add(new Assessment.Part(hit.kind(), plain.start(hit.start()), plain.end(hit.end())));
        }
        Reading reading = model.read(plain.text());
        double odds = model.header().labels().get(0).calibration().logOdds(reading.margins()[0]);
        if (odds > TOLD) {
            found.add(new Assessment.Part("model", plain.start(reading.starts()[0]), plain.end(reading.ends()[0])));
        }
        return combine(odds, reading.windows(), hits, untrusted);
    }
}
