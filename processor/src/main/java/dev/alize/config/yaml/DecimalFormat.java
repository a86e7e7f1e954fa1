package dev.alize.config.yaml;

/** Finite numbers with a lower bound. */
record DecimalFormat(double min, boolean minAllowed) implements Format<Double> {
    @Override
    public Double parse(Scalar scalar) throws Misfit {
        if (scalar.kind() != Scalar.Kind.WHOLE && scalar.kind() != Scalar.Kind.DECIMAL) {
            throw scalar.misfit(expected());
        }
        try {
            double number = Double.parseDouble(scalar.text());
            if (Double.isFinite(number) && (number > min || minAllowed && number == min)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // YAML's .inf and .nan: refused below.
        }
        throw scalar.misfit(expected());
    }

    @Override
    public String expected() {
        return "a number " + (minAllowed ? "of at least " : "above ") + (long) min;
    }
}
