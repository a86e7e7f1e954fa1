package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void keepsItsNameFromStartToStart() {
        String name;
        try (InstanceDirectory first = InstanceDirectory.open(directory, null)) {
            name = first.instance();
            assertThat(name).startsWith("alize-");
        }
        try (InstanceDirectory second = InstanceDirectory.open(directory, null)) {
            assertThat(second.instance()).isEqualTo(name);
        }
        try (InstanceDirectory third = InstanceDirectory.open(directory, "configured")) {
            assertThat(third.instance()).isEqualTo("configured");
        }
    }

    @Test
    void knowsWhetherTheLastStopWasInOrder() {
        try (InstanceDirectory first = InstanceDirectory.open(directory, null)) {
            assertThat(first.wasUnclean()).isFalse();
        }
        try (InstanceDirectory second = InstanceDirectory.open(directory, null)) {
            assertThat(second.wasUnclean()).isTrue();
            second.stoppedInOrder();
        }
        try (InstanceDirectory third = InstanceDirectory.open(directory, null)) {
            assertThat(third.wasUnclean()).isFalse();
        }
    }

    @Test
    void storesAreOfNoUseAfterAnUncleanStopOrALongPause() throws Exception {
        try (InstanceDirectory first = InstanceDirectory.open(directory, "one")) {
            assertThat(first.hasUselessStores()).isFalse();
        }
        try (InstanceDirectory second = InstanceDirectory.open(directory, "one")) {
            assertThat(second.hasUselessStores()).as("unclean").isTrue();
            second.stoppedInOrder();
        }
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(Duration.ofMinutes(8))));
        try (InstanceDirectory third = InstanceDirectory.open(directory, "one")) {
            assertThat(third.hasUselessStores()).as("a short pause").isFalse();
            third.stoppedInOrder();
        }
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(Duration.ofMinutes(12))));
        try (InstanceDirectory fourth = InstanceDirectory.open(directory, "one")) {
            assertThat(fourth.hasUselessStores()).as("a long pause").isTrue();
            assertThat(fourth.wasUnclean()).isFalse();
        }
    }

    @Test
    void dropsTheStoresOfTasksAndNothingElse() throws Exception {
        try (InstanceDirectory opened = InstanceDirectory.open(directory, null)) {
            Path application = opened.stores().resolve("alize");
            Files.createDirectories(application.resolve("0_1").resolve("rocksdb"));
            Files.writeString(application.resolve("0_1").resolve("rocksdb").resolve("file"), "x");
            Files.writeString(application.resolve("kafka-streams-process-metadata"), "id");
            opened.dropStores("alize");
            opened.dropStores("none");
            assertThat(application).isDirectoryNotContaining("glob:**0_1");
            assertThat(application.resolve("kafka-streams-process-metadata")).exists();
        }
    }

    @Test
    void isForOneInstanceAtATime() {
        try (InstanceDirectory first = InstanceDirectory.open(directory, null)) {
            assertThat(first.stores()).isEqualTo(directory.resolve("stores"));
            assertThatThrownBy(() -> InstanceDirectory.open(directory, null))
                    .isInstanceOf(GatewayStartException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void saysWhereItCannotWrite() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> InstanceDirectory.open(file.resolve("below"), null))
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("processing.state_dir");
    }
}
