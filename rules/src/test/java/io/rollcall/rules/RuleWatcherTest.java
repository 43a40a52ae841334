package io.rollcall.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that change while an application runs. */
class RuleWatcherTest {
    private static final String RANDOM = "services: {a: {strategy: random}}";
    private static final String IN_TURN = "services: {a: {strategy: round-robin}}";

    @TempDir
    Path folder;

    private final StillScheduler scheduler = new StillScheduler();
    private final List<String> taken = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("rules.yaml"), RANDOM);
    }

    @Test
    void theRulesAtTheStartAreHandedOnAtOnce() {
        watcher();

        assertThat(taken).containsExactly("random");
    }

    @Test
    void aChangeIsTakenOnceItHasSettled() throws IOException {
        watcher();
        Files.writeString(file, IN_TURN.substring(0, 20));
        scheduler.pass();
        Files.writeString(file, IN_TURN);
        scheduler.pass();
        assertThat(taken).containsExactly("random");

        scheduler.pass();
        scheduler.pass();

        assertThat(taken).containsExactly("random", "round-robin");
        assertThat(refused).isEmpty();
    }

    @Test
    void aBadDocumentIsReportedOnceAndTheOldRulesStay() throws IOException {
        RuleWatcher watcher = watcher();
        Files.writeString(file, "services: {a: {strategy: best}}");
        pass(5);

        assertThat(refused).singleElement().asString().contains(":1:26: services.a.strategy: \"best\"");
        assertThat(taken).containsExactly("random");
        assertThat(watcher.current()).isNotNull().hasToString(file + " [a]");
    }

    @Test
    void anotherBadDocumentIsReportedToo() throws IOException {
        watcher();
        Files.writeString(file, "services: []");
        pass(2);
        Files.writeString(file, "services: 1");
        pass(2);

        assertThat(refused).hasSize(2);
    }

    @Test
    void aFileThatVanishesAndComesBackChangesNothingButIsReported() throws IOException {
        watcher();
        Files.delete(file);
        pass(3);
        assertThat(refused).singleElement().asString().contains("cannot be read");

        Files.writeString(file, IN_TURN);
        pass(3);

        assertThat(taken).containsExactly("random", "round-robin");
    }

    @Test
    void aConsumerThatThrowsReceivesTheNextChange() throws IOException {
        RuleWatcher.builder(file)
                .scheduler(scheduler)
                .onRules(document -> {
                    taken.add(strategy(document));
                    throw new IllegalStateException("not today");
                })
                .build()
                .start();
        Files.writeString(file, IN_TURN);
        pass(2);

        assertThat(taken).containsExactly("random", "round-robin");
    }

    @Test
    void aClosedWatcherReadsNoMore() throws IOException {
        watcher().close();
        Files.writeString(file, IN_TURN);
        pass(3);

        assertThat(taken).containsExactly("random");
    }

    @Test
    void aBadDocumentAtTheStartIsRefused() throws IOException {
        Files.writeString(file, "services: 1");

        assertThatThrownBy(this::watcher).isInstanceOf(RuleException.class);
        assertThat(taken).isEmpty();
    }

    private RuleWatcher watcher() {
        return RuleWatcher.builder(file)
                .scheduler(scheduler)
                .onRules(document -> taken.add(strategy(document)))
                .onRefused(e -> refused.add(e.getMessage()))
                .build()
                .start();
    }

    private void pass(int times) {
        for (int i = 0; i < times; i++) {
            scheduler.pass();
        }
    }

    private static String strategy(RuleDocument document) {
        return Examples.policy(document, "a").strategy().name();
    }
}
