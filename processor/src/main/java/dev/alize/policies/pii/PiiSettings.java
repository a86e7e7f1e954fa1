package dev.alize.policies.pii;

import dev.alize.domain.Direction;
import dev.alize.domain.settings.Action;
import dev.alize.domain.settings.Conduct;
import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.PolicySettings;
import dev.alize.domain.settings.Range;
import dev.alize.policies.pii.kinds.Kind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Block {@code policy.pii-detector}.
 *
 * @param detect what to look for; default every kind
 * @param markerFormat what stands where a value was; default label
 * @param markerTemplate for the format custom: a text with {@code {kind}} and {@code {n}}, else empty
 * @param restore whether the originals are put back into the answer; default false
 * @param countries ISO 3166 codes of the countries whose national telephone numbers are known by their form alone
 * @param threshold how sure a finding must be, 0.05 to 1; default 0.5. Below about 0.35 numbers count that nothing
 *     announces
 */
public record PiiSettings(
        Conduct conduct,
        Set<Kind> detect,
        MarkerFormat markerFormat,
        String markerTemplate,
        boolean restore,
        List<String> countries,
        double threshold)
        implements PolicySettings {
    public static final String NAME = "pii-detector";
    public static final Range<Double> THRESHOLD = Range.of(0.05, 1.0);
    /** Each costs a look at every number that is written like a telephone number. */
    public static final int MOST_COUNTRIES = 20;
    /** Characters of a template: a guard for streams holds back as much. */
    public static final int LONGEST_TEMPLATE = 64;

    public static final PiiSettings DEFAULT = new PiiSettings(
            Conduct.of(Action.REDACT, Direction.REQUEST, Direction.RESPONSE),
            Kind.ALL,
            MarkerFormat.LABEL,
            "",
            false,
            List.of("US", "FR", "GB", "DE", "ES", "IT", "PT", "BE", "NL"),
            0.5);

    private static final String KEY = "policy." + NAME + ".";

    public PiiSettings {
        if (detect.isEmpty()) {
            throw new InvalidSettingException(KEY + "detect", "got no kind, expected at least one");
        }
        detect = Collections.unmodifiableSet(EnumSet.copyOf(detect));
        countries = List.copyOf(countries);
        THRESHOLD.check(KEY + "threshold", threshold);
        template(markerFormat, markerTemplate);
        known(countries);
        if (restore && conduct.action() == Action.REDACT && !conduct.judges(Direction.RESPONSE)) {
            throw new InvalidSettingException(
                    KEY + "restore",
                    "needs direction 'both': only a policy that judges answers can put originals back");
        }
        if (restore && markerFormat != MarkerFormat.LABEL && markerFormat != MarkerFormat.CUSTOM) {
            throw new InvalidSettingException(
                    KEY + "restore",
                    "got true with marker_format " + markerFormat.code() + ", expected label or custom: a "
                            + markerFormat.code() + " marker may stand for more than one value or be changed by the "
                            + "model, so it does not lead back to the original");
        }
    }

    private static void template(MarkerFormat format, String template) {
        if (format != MarkerFormat.CUSTOM) {
            if (!template.isEmpty()) {
                throw new InvalidSettingException(
                        KEY + "marker_template",
                        "got a template with marker_format " + format.code() + ", expected marker_format custom");
            }
            return;
        }
        if (template.length() > LONGEST_TEMPLATE || !MarkerTemplate.valid(template)) {
            throw new InvalidSettingException(
                    KEY + "marker_template",
                    "got '" + template + "', expected a text of at most " + LONGEST_TEMPLATE
                            + " characters on one line with one {kind} and one {n}, without digits, and with "
                            + "other characters before, between and behind them, such as '<{kind}:{n}>'");
        }
    }

    private static void known(List<String> countries) {
        Set<String> all = Set.of(Locale.getISOCountries());
        for (String country : countries) {
            if (!all.contains(country)) {
                throw new InvalidSettingException(
                        KEY + "countries",
                        "got '" + country + "', expected two capital letters of ISO 3166 such as FR");
            }
        }
        if (countries.size() > MOST_COUNTRIES) {
            throw new InvalidSettingException(
                    KEY + "countries", "got " + countries.size() + ", expected at most " + MOST_COUNTRIES);
        }
    }

    @Override
    public String policy() {
        return NAME;
    }
}
