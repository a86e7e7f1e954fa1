package dev.alize.policies.safety;

import dev.alize.policies.model.Calibration;
import dev.alize.policies.model.Shape;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Linear weights for whether a text as a whole is unsafe: where windows are judged one by one, the highest of a long
 * harmless story is high by chance. A gram counts once however often it comes. There are labels for the categories that
 * have whole texts to learn from, and one for whatever is unsafe. Immutable and thread-safe.
 */
@SuppressWarnings({"ArrayRecordComponent", "ArrayEquals"})
public record WholeText(String data, List<Label> labels, byte[] grams, Calibration calibration) {
    /** Blocks and windows do not matter here. */
    public static final Shape SHAPE = new Shape(18, 4, 4, 100, 1);

    /** The one for whatever is unsafe comes last. */
    public static final List<String> LABELS =
            List.of("hate", "harassment", "violence", "self_harm", "sexual", SafetyScorer.ANY);

    /** How much the likeliest category says beside what is said of all together. By cross-validation. */
    private static final float CATEGORY = 0.5f;

    private static final int MAGIC = 0x414C5A57;
    private static final int VERSION = 1;

    /**
     * @param scale what one step of the label's weights of grams is worth
     * @param dense a weight for each of the other numbers
     */
    public record Label(float scale, float bias, float[] dense) {}

    /**
     * @param data SHA-256 of the data it was trained on
     * @param labels in the order of {@link #LABELS}
     * @param grams bucket by bucket, in each the labels in order, in steps of the label's scale
     * @param calibration of the margin that the labels give together
     */
    public WholeText {
        labels = List.copyOf(labels);
        if (labels.size() != LABELS.size() || grams.length != SHAPE.buckets() * LABELS.size()) {
            throw new IllegalArgumentException("expected " + LABELS.size() + " labels with " + SHAPE.buckets()
                    + " weights each, got " + labels.size() + " with " + grams.length + " in all");
        }
    }

    /** What the labels say together, not calibrated. */
    public float margin(Features features) {
        int[] words = sums(features.words());
        int[] parts = sums(features.parts());
        float likeliest = Float.NEGATIVE_INFINITY;
        float any = 0;
        for (int i = 0; i < words.length; i++) {
            Label label = labels.get(i);
            any = label.bias()
                    + label.scale() * (features.wordValue() * words[i] + features.partValue() * parts[i])
                    + dot(label.dense(), features.dense());
            likeliest = i < words.length - 1 ? Math.max(likeliest, any) : likeliest;
        }
        return any + CATEGORY * likeliest;
    }

    private int[] sums(int[] buckets) {
        int[] sums = new int[LABELS.size()];
        for (int bucket : buckets) {
            int at = bucket * sums.length;
            for (int label = 0; label < sums.length; label++) {
                sums[label] += grams[at + label];
            }
        }
        return sums;
    }

    private static float dot(float[] weights, float[] values) {
        if (weights.length != values.length) {
            throw new IllegalArgumentException("expected " + weights.length + " numbers, got " + values.length);
        }
        float sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * values[i];
        }
        return sum;
    }

    /** Natural logarithm of the odds that the text is unsafe. */
    double odds(Features features) {
        return calibration.logOdds(margin(features));
    }

    /** The file of the model, compressed by gzip: the letters {@code ALZW}, a version, the numbers, the weights. */
    public byte[] file() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
            out.writeInt(MAGIC);
            out.writeShort(VERSION);
            out.writeUTF(data);
            out.writeDouble(calibration.slope());
            out.writeDouble(calibration.offset());
            for (Label label : labels) {
                out.writeFloat(label.scale());
                out.writeFloat(label.bias());
                out.writeShort(label.dense().length);
                for (float weight : label.dense()) {
                    out.writeFloat(weight);
                }
            }
            out.write(grams);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException if it is no such file */
    public static WholeText read(InputStream from) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(from, 1 << 16))) {
            int magic = in.readInt();
            int version = in.readUnsignedShort();
            if (magic != MAGIC || version != VERSION) {
                throw new IOException("expected a model of whole texts of version " + VERSION + ", got magic "
                        + Integer.toHexString(magic) + " and version " + version);
            }
            String data = in.readUTF();
            Calibration calibration = new Calibration(in.readDouble(), in.readDouble());
            List<Label> labels = new ArrayList<>();
            for (int i = 0; i < LABELS.size(); i++) {
                labels.add(label(in));
            }
            byte[] grams = new byte[SHAPE.buckets() * LABELS.size()];
            in.readFully(grams);
            return new WholeText(data, labels, grams, calibration);
        }
    }

    private static Label label(DataInputStream in) throws IOException {
        float scale = in.readFloat();
        float bias = in.readFloat();
        float[] dense = new float[in.readUnsignedShort()];
        for (int i = 0; i < dense.length; i++) {
            dense[i] = in.readFloat();
        }
        return new Label(scale, bias, dense);
    }

    /** The model that is shipped. */
    static WholeText shipped() {
        try (InputStream in = WholeText.class.getResourceAsStream("whole.gz")) {
            if (in == null) {
                throw new IllegalStateException("resource whole.gz is missing beside " + WholeText.class.getName());
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource whole.gz", e);
        }
    }
}
