package dev.alize.schemas.serde;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;

/** Under which subject a schema is registered, known by the class names of Confluent's strategies. */
public enum SubjectNames {
    /** {@code <topic>-key} or {@code <topic>-value}. */
    TOPIC("TopicNameStrategy") {
        @Override
        String subject(String topic, boolean isKey, String record) {
            return topic + (isKey ? "-key" : "-value");
        }
    },
    /** The full name of the record. */
    RECORD("RecordNameStrategy") {
        @Override
        String subject(String topic, boolean isKey, String record) {
            return record;
        }
    },
    /** {@code <topic>-<full name of the record>}. */
    TOPIC_RECORD("TopicRecordNameStrategy") {
        @Override
        String subject(String topic, boolean isKey, String record) {
            return topic + "-" + record;
        }
    },
    /** What the registry associates the topic with; this is the name where it associates nothing. */
    ASSOCIATED("AssociatedNameStrategy") {
        @Override
        String subject(String topic, boolean isKey, String record) {
            return TOPIC.subject(topic, isKey, record);
        }
    };

    private static final String PACKAGE = "io.confluent.kafka.serializers.subject.";

    private final String className;

    SubjectNames(String simpleName) {
        this.className = PACKAGE + simpleName;
    }

    abstract String subject(String topic, boolean isKey, String record);

    /** Confluent's class of this strategy. */
    public String className() {
        return className;
    }

    static SubjectNames of(String setting, Object value) {
        String name = value instanceof Class<?> type ? type.getName() : value.toString();
        for (SubjectNames names : values()) {
            if (names.className.equals(name)) {
                return names;
            }
        }
        List<String> known =
                Arrays.stream(values()).map(SubjectNames::className).toList();
        throw new ConfigException(setting, name, "expected one of " + String.join(", ", known));
    }
}
