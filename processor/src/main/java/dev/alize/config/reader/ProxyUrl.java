package dev.alize.config.reader;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Misfit;
import dev.alize.config.yaml.Scalar;
import java.net.URI;
import java.net.URISyntaxException;

/** Where a proxy is. Messages do not show the value: it may hold a password. */
record ProxyUrl() implements Format<ProxyUrl.Address> {
    /** What the URL names. */
    record Address(String host, int port) {}

    @Override
    public Address parse(Scalar scalar) throws Misfit {
        try {
            URI url = new URI(scalar.text().replaceAll("/$", ""));
            if (url.getRawUserInfo() != null) {
                throw new Misfit("holds a user name or password; use username_ref and password_ref");
            }
            boolean usable = "http".equalsIgnoreCase(url.getScheme())
                    && url.getHost() != null
                    && url.getPort() > 0
                    && url.getPort() < 65_536
                    && url.getRawPath().isEmpty()
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            if (usable) {
                return new Address(url.getHost().replaceAll("^\\[|]$", ""), url.getPort());
            }
        } catch (URISyntaxException e) {
            // Refused below, without the text that the exception holds.
        }
        throw new Misfit("is not a proxy; expected " + expected());
    }

    @Override
    public String expected() {
        return "http://host:port, such as http://proxy.example:3128";
    }
}
