package dev.alize.config.reader;

import dev.alize.config.AlertChannel;
import dev.alize.config.AlertChannel.Email.Security;
import dev.alize.config.ReceiverSettings;
import dev.alize.config.ReceiverSettings.Audience;
import dev.alize.config.SecretReference;
import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.Misfit;
import dev.alize.config.yaml.Scalar;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import dev.alize.diagnosis.Severity;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** An entry of {@code alerts.receivers}. What a type does not have is a mistake. */
final class ReceiverReader {
    private static final Map<String, Set<String>> KEYS_OF_TYPES = new TreeMap<>(Map.of(
            "slack",
            Set.of("url_ref"),
            "webhook",
            Set.of("url", "url_ref", "secret_ref"),
            "pagerduty",
            Set.of("url", "routing_key_ref"),
            "email",
            Set.of("host", "port", "security", "username_ref", "password_ref", "from", "to")));
    private static final Format<String> TYPE = Formats.oneOf(words(List.copyOf(KEYS_OF_TYPES.keySet())));
    private static final Format<Severity> SEVERITY = Formats.oneOf(words(List.of(Severity.values())));
    private static final Format<Audience> AUDIENCE = Formats.oneOf(words(List.of(Audience.values())));
    private static final Format<Security> SECURITY = Formats.oneOf(words(List.of(Security.values())));
    private static final Format<String> NAME = Formats.text(
            "up to 40 lower-case letters, digits, '-' and '_'",
            text -> ReceiverSettings.NAME.matcher(text).matches());

    private final SecretReader secrets;

    ReceiverReader(SecretReader secrets) {
        this.secrets = secrets;
    }

    private static <E> Map<String, E> words(List<E> values) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E value : values) {
            String word = value.toString();
            words.put(value instanceof Severity ? word : word.toLowerCase(Locale.ROOT), value);
        }
        return words;
    }

    Supplier<ReceiverSettings> read(YamlMap map) {
        Optional<String> name = map.require("name", NAME);
        Optional<String> type = map.require("type", TYPE);
        Audience audience = map.get("audience", AUDIENCE, Audience.INTERNAL);
        Severity least = map.get("min_severity", SEVERITY, audience == Audience.INTERNAL ? Severity.P4 : Severity.P3);
        Given given = new Given(map, secrets);
        type.ifPresent(one -> refuseOthers(map, one));
        Supplier<? extends AlertChannel> channel = switch (type.orElse("")) {
            case "slack" -> given.slack();
            case "webhook" -> given.webhook();
            case "pagerduty" -> given.pagerDuty();
            case "email" -> given.email();
            default ->
                () -> {
                    throw new IllegalStateException("without a type nothing is built");
                };
        };
        return () -> new ReceiverSettings(name.orElseThrow(), least, audience, channel.get());
    }

    private static void refuseOthers(YamlMap map, String type) {
        Set<String> own = KEYS_OF_TYPES.getOrDefault(type, Set.of());
        KEYS_OF_TYPES.values().stream()
                .flatMap(Set::stream)
                .distinct()
                .sorted()
                .filter(key -> map.has(key) && !own.contains(key))
                .forEach(key -> map.problem(key, "means nothing to a receiver of type '" + type + "'"));
    }

    /** All that a receiver of any type can have. */
    private static final class Given {
        private final YamlMap map;
        private final Optional<URI> url;
        private final Optional<SecretReference> urlRef;
        private final Optional<SecretReference> secretRef;
        private final Optional<SecretReference> routingKeyRef;
        private final Optional<String> host;
        private final Optional<Integer> port;
        private final Security security;
        private final Optional<SecretReference> usernameRef;
        private final Optional<SecretReference> passwordRef;
        private final Optional<String> from;
        private final List<String> to;

        Given(YamlMap map, SecretReader secrets) {
            this.map = map;
            url = map.find("url", new Address());
            urlRef = map.value("url_ref").flatMap(secrets::read);
            secretRef = map.value("secret_ref").flatMap(secrets::read);
            routingKeyRef = map.value("routing_key_ref").flatMap(secrets::read);
            host = map.find("host", Formats.text("the name of a host", text -> text.matches("[A-Za-z0-9._:-]+")));
            port = map.find("port", Values.whole(AlertChannel.Email.PORT));
            security = map.get("security", SECURITY, Security.STARTTLS);
            usernameRef = map.value("username_ref").flatMap(secrets::read);
            passwordRef = map.value("password_ref").flatMap(secrets::read);
            from = map.find("from", new Mail());
            to = map.list("to").stream()
                    .flatMap(value -> value.as(new Mail()).stream())
                    .toList();
        }

        Supplier<AlertChannel> slack() {
            map.requireKey("url_ref", "{env: NAME} or {file: PATH} with the URL of the incoming webhook");
            return () -> new AlertChannel.Slack(urlRef.orElseThrow());
        }

        Supplier<AlertChannel> webhook() {
            map.requireKey("secret_ref", "{env: NAME} or {file: PATH} with the key of the signature");
            if (map.has("url") == map.has("url_ref")) {
                map.problem("expected exactly one of url and url_ref");
            }
            return () -> new AlertChannel.Webhook(url.orElse(null), urlRef.orElse(null), secretRef.orElseThrow());
        }

        Supplier<AlertChannel> pagerDuty() {
            map.requireKey("routing_key_ref", "{env: NAME} or {file: PATH} with the integration key");
            return () ->
                    new AlertChannel.PagerDuty(url.orElse(AlertChannel.PagerDuty.USUAL), routingKeyRef.orElseThrow());
        }

        Supplier<AlertChannel> email() {
            map.requireKey("host", "the name of the SMTP server");
            map.requireKey("from", new Mail().expected());
            map.requireKey("to", "a list of at least one mail address");
            if (map.value("to").filter(YamlValue::isList).isPresent()
                    && map.list("to").isEmpty()) {
                map.problem("to", "is empty; expected at least one mail address");
            }
            if (map.has("username_ref") != map.has("password_ref")) {
                map.problem("expected both of username_ref and password_ref, or none");
            }
            return () -> new AlertChannel.Email(
                    host.orElseThrow(),
                    port.orElse(security.port()),
                    security,
                    usernameRef.orElse(null),
                    passwordRef.orElse(null),
                    from.orElseThrow(),
                    to);
        }
    }

    /** Messages do not show the value: it may hold a token. */
    private record Address() implements Format<URI> {
        @Override
        public URI parse(Scalar scalar) throws Misfit {
            try {
                URI uri = new URI(scalar.text());
                boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
                if (web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // Refused below, without the text that the exception holds.
            }
            throw new Misfit("is not the URL of a receiver; expected " + expected());
        }

        @Override
        public String expected() {
            return "an http or https URL without user and password; where it is a secret, use url_ref";
        }
    }

    /** Messages do not show the value: it may be somebody's. */
    private record Mail() implements Format<String> {
        @Override
        public String parse(Scalar scalar) throws Misfit {
            if (scalar.kind() != Scalar.Kind.TEXT || !scalar.text().matches("[!-?A-~]+@[A-Za-z0-9.-]+")) {
                throw new Misfit("is not a mail address; expected " + expected());
            }
            return scalar.text();
        }

        @Override
        public String expected() {
            return "a mail address such as oncall@example.com";
        }
    }
}
