package dev.alize.policies.model;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The file of a model, compressed by gzip: the letters {@code ALZM}, a version, the header, and the weights as one signed
 * byte each.
 */
public final class ModelFile {
    private static final int MAGIC = 0x414C5A4D;
    private static final int VERSION = 1;

    private ModelFile() {}

    public static void write(LinearModel model, OutputStream to) throws IOException {
        try (GZIPOutputStream zipped = new GZIPOutputStream(to)) {
            zipped.write(bytes(model));
        }
    }

    /** The file before it is compressed: the same for the same model, whatever the version of the compression. */
    public static byte[] bytes(LinearModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        ModelHeader header = model.header();
        Shape shape = header.shape();
        out.writeInt(MAGIC);
        out.writeShort(VERSION);
        out.writeUTF(header.name());
        out.writeUTF(header.data());
        for (int number :
                List.of(shape.bits(), shape.minPart(), shape.maxPart(), shape.blockWords(), shape.windowBlocks())) {
            out.writeShort(number);
        }
        out.writeShort(header.labels().size());
        for (ModelHeader.Label label : header.labels()) {
            out.writeUTF(label.name());
            out.writeFloat(label.scale());
            out.writeFloat(label.bias());
            out.writeDouble(label.calibration().slope());
            out.writeDouble(label.calibration().offset());
        }
        out.write(model.weights());
        return bytes.toByteArray();
    }

    /** @throws IOException if it is no such file */
    public static LinearModel read(InputStream from) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(from, 1 << 16))) {
            int magic = in.readInt();
            int version = in.readUnsignedShort();
            if (magic != MAGIC || version != VERSION) {
                throw new IOException("expected a model file of version " + VERSION + ", got magic "
                        + Integer.toHexString(magic) + " and version " + version);
            }
            String name = in.readUTF();
            String data = in.readUTF();
            Shape shape = new Shape(
                    in.readUnsignedShort(),
                    in.readUnsignedShort(),
                    in.readUnsignedShort(),
                    in.readUnsignedShort(),
                    in.readUnsignedShort());
            List<ModelHeader.Label> labels = new ArrayList<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                labels.add(label(in));
            }
            byte[] weights = new byte[shape.buckets() * labels.size()];
            in.readFully(weights);
            return new LinearModel(new ModelHeader(name, data, shape, labels), weights);
        }
    }

    private static ModelHeader.Label label(DataInputStream in) throws IOException {
        String name = in.readUTF();
        float scale = in.readFloat();
        float bias = in.readFloat();
        return new ModelHeader.Label(name, scale, bias, new Calibration(in.readDouble(), in.readDouble()));
    }

    /** Reads a model that lies beside a class. */
    public static LinearModel resource(Class<?> beside, String file) {
        try (InputStream in = beside.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("resource " + file + " is missing beside " + beside.getName());
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + file, e);
        }
    }
}
