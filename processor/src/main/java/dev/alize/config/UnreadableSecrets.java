package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks for secrets that cannot be read, before a run needs them. */
final class UnreadableSecrets {
    private UnreadableSecrets() {}

    static List<String> of(Configuration configuration, Environment environment) {
        List<String> reasons = new ArrayList<>();
        for (TargetSettings target : configuration.providers().targets()) {
            if (target.key() != null) {
                look("providers.targets '" + target.id() + "' secret_key_ref", target.key(), environment, reasons);
            }
            proxy(target, environment, reasons);
        }
        configuration.kafka().properties().forEach((name, property) -> {
            if (property instanceof KafkaProperty.Referenced referenced) {
                look("kafka." + name, referenced.reference(), environment, reasons);
            }
        });
        configuration.alerts().receivers().forEach(receiver -> receiver(receiver, environment, reasons));
        if (configuration.isImmutable()) {
            look("audit.signing_key_ref", configuration.audit().signingKey(), environment, reasons);
        }
        return List.copyOf(reasons);
    }

    private static void proxy(TargetSettings target, Environment environment, List<String> reasons) {
        String place = "providers.targets '" + target.id() + "' proxy";
        try {
            target.proxy(environment).map(ProxySettings.Fixed::login).ifPresent(login -> {
                look(place + ".username_ref", login.username(), environment, reasons);
                look(place + ".password_ref", login.password(), environment, reasons);
            });
        } catch (InvalidSettingException e) {
            reasons.add(place + ": " + e.getMessage());
        }
    }

    private static void receiver(ReceiverSettings receiver, Environment environment, List<String> reasons) {
        Map<String, SecretReference> references = new TreeMap<>();
        switch (receiver.channel()) {
            case AlertChannel.Slack slack -> references.put("url_ref", slack.urlRef());
            case AlertChannel.Webhook webhook -> {
                references.put("secret_ref", webhook.secretRef());
                put(references, "url_ref", webhook.urlRef());
            }
            case AlertChannel.PagerDuty pager -> references.put("routing_key_ref", pager.routingKeyRef());
            case AlertChannel.Email email -> {
                put(references, "username_ref", email.usernameRef());
                put(references, "password_ref", email.passwordRef());
            }
        }
        references.forEach((key, reference) ->
                look("alerts.receivers '" + receiver.name() + "' " + key, reference, environment, reasons));
    }

    private static void put(Map<String, SecretReference> references, String key, @Nullable SecretReference reference) {
        if (reference != null) {
            references.put(key, reference);
        }
    }

    private static void look(String place, SecretReference reference, Environment environment, List<String> reasons) {
        try {
            reference.in(environment).reveal();
        } catch (IllegalStateException e) {
            reasons.add(place + ": " + e.getMessage());
        }
    }
}
