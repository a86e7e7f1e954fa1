package dev.alize.ingress.config;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.Misfit;
import dev.alize.config.yaml.Scalar;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code HOST:PORT}. */
record AddressFormat() implements Format<Address> {
    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\s\\[\\]]+)):([0-9]{1,5})");

    @Override
    public Address parse(Scalar scalar) throws Misfit {
        String text = Formats.raw().parse(scalar);
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
            throw new Misfit("got '" + text + "', expected " + expected());
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new Address(host, Integer.parseInt(matcher.group(3)));
    }

    @Override
    public String expected() {
        return "HOST:PORT, such as 127.0.0.1:8080";
    }
}
