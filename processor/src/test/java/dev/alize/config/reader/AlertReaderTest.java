package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlertReaderTest {
    private static String problems(String receivers) {
        return String.join("\n", Yaml.problems("""
                providers: {targets: [{id: a, provider: mistral, model: m}]}
                alerts:
                  receivers:
                """ + receivers.indent(4)));
    }

    @Test
    void namesWhatIsWrongWithReceiversAndWhere() {
        String problems = problems("""
                - {name: team, type: slak, url_ref: {env: A}}
                - {name: team, type: slack}
                - {name: hook, type: webhook, url: 'ftp://token@x', secret_ref: {env: B}}
                - {name: hook2, type: webhook, url: 'https://x/', url_ref: {env: C}, secret_ref: {env: B}}
                - {name: Pager!, type: pagerduty}
                - {name: mail, type: email, host: smtp, from: a@b.example, to: [], url_ref: {env: A}}
                - {name: mail2, type: email, host: smtp, from: nobody, to: [a@b.example], username_ref: {env: A}}
                - {type: slack, url_ref: {env: A}, min_severity: P5}
                """);
        assertThat(problems)
                .contains("4")
                .contains("did you mean 'slack'?")
                .contains("'team' is the name of two receivers; first on line 4")
                .contains("url_ref: missing")
                .contains("is not the URL of a receiver")
                .contains("expected exactly one of url and url_ref")
                .contains("routing_key_ref: missing")
                .contains("up to 40 lower-case letters")
                .contains("to: is empty")
                .contains("means nothing to a receiver of type 'email'")
                .contains("is not a mail address")
                .contains("expected both of username_ref and password_ref, or none")
                .contains("name: missing")
                .contains("P1, P2, P3, P4")
                .doesNotContain("token", "nobody");
    }

    @Test
    void businessHoursHaveToEndAfterTheyBegin() {
        assertThat(String.join("\n", Yaml.problems("""
                providers: {targets: [{id: a, provider: mistral, model: m}]}
                alerts: {business_hours: {time_zone: Paris, from: '9', to: '17:00'}}
                """))).contains("a time zone such as", "a time of the day");
        assertThat(String.join("\n", Yaml.problems("""
                providers: {targets: [{id: a, provider: mistral, model: m}]}
                alerts: {business_hours: {from: '18:00'}}
                """))).contains("is not after");
    }
}
