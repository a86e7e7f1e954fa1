package dev.alize.config.yaml;

import java.util.Map;

/** Numbers of bytes within bounds, such as {@code 64MiB}. */
record SizeFormat(long min, long max) implements Format<Long> {
    private static final Map<String, Long> BYTES =
            Quantity.units("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    @Override
    public Long parse(Scalar scalar) throws Misfit {
        long bytes = Quantity.parse(scalar, BYTES, "MiB");
        if (bytes < min || bytes > max) {
            throw scalar.misfit(expected());
        }
        return bytes;
    }

    @Override
    public Map<String, Object> schema() {
        return Quantity.schema(BYTES);
    }

    @Override
    public String expected() {
        return "a size from " + Quantity.write(min, BYTES) + " to " + Quantity.write(max, BYTES);
    }
}
