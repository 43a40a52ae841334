package io.rollcall.internal.discovery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.ServiceView;
import io.rollcall.testing.VirtualScheduler;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotDirectoryTest {
    private static final String REGISTRY = "http://one:8848";

    @TempDir
    Path parent;

    private final VirtualScheduler time = new VirtualScheduler();

    private SnapshotDirectory directory(String... registry) {
        return new SnapshotDirectory(parent.resolve("snapshots"), List.of(registry), Duration.ofHours(24), time);
    }

    private Path file() {
        return parent.resolve("snapshots").resolve("rollcall-users.json");
    }

    private static ServiceView view(int instances) {
        List<ServiceInstance> all = IntStream.range(0, instances)
                .mapToObj(i -> ServiceInstance.named("users")
                        .id("u-" + i)
                        .host("10.0.0.1")
                        .port(1 + i)
                        .build())
                .toList();
        return new ServiceView("users", "incarnation-1", instances, all, "etag");
    }

    @Test
    void aWrittenViewIsReadBackWithoutTheValidator() {
        directory(REGISTRY).write(view(3));
        time.advance(Duration.ofMinutes(5));

        StoredView read = directory(REGISTRY).read("users").orElseThrow();

        ServiceView written = view(3);
        assertThat(read.view()).isEqualTo(new ServiceView("users", "incarnation-1", 3, written.instances(), ""));
        assertThat(read.age()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void oneEndpointInCommonMakesItTheSameRegistry() {
        directory(REGISTRY, "http://two:8848").write(view(1));

        assertThat(directory("http://two:8848", "http://three:8848").read("users"))
                .isPresent();
        assertThat(directory("http://three:8848").read("users")).isEmpty();
        assertThat(directory(REGISTRY).read("others")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"format\":2}",
                "{\"format\":1,\"service\":\"orders\"}",
                "{\"format\":1,\"service\":\"users\",\"registry\":\"http://one:8848\"}",
                "{\"format\":1,\"service\":\"users\",\"registry\":[\"http://one:8848\"],\"writtenAt\":0}"
            })
    void unusableFilesAreIgnored(String content) throws IOException {
        directory(REGISTRY).write(view(1));
        Files.writeString(file(), content);

        assertThat(directory(REGISTRY).read("users")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil/@host", "10.0.0.1 ", "10.0.0.1\\u0000"})
    void anIllegalInstanceMakesTheFileUnusable(String host) throws IOException {
        directory(REGISTRY).write(view(2));
        Files.writeString(file(), Files.readString(file()).replace("10.0.0.1", host));

        assertThat(directory(REGISTRY).read("users")).isEmpty();
    }

    @Test
    void filesBeyondTheSizeLimitAreIgnored() throws IOException {
        directory(REGISTRY).write(view(1));
        Files.writeString(file(), Files.readString(file()) + " ".repeat(16 << 20));

        assertThat(directory(REGISTRY).read("users")).isEmpty();
    }

    @Test
    void aClockThatWasSetBackMakesAFileNewAndOneFarAheadIsIgnored() {
        directory(REGISTRY).write(view(1));
        time.stepWallClock(Duration.ofHours(-2));
        assertThat(directory(REGISTRY).read("users")).map(StoredView::age).contains(Duration.ZERO);

        time.stepWallClock(Duration.ofHours(-23));
        assertThat(directory(REGISTRY).read("users")).isEmpty();
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        Assumptions.assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        directory(REGISTRY).write(view(1));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        directory(REGISTRY).write(view(1));
        Path elsewhere = Files.move(file(), parent.resolve("elsewhere"));
        Files.createSymbolicLink(file(), elsewhere);

        assertThat(directory(REGISTRY).read("users")).isEmpty();
    }

    @Test
    void aDirectoryThatCannotBeCreatedIsReportedAndIgnored() throws IOException {
        Files.writeString(parent.resolve("snapshots"), "a file where the directory should be");

        assertThat(directory(REGISTRY).write(view(1))).isFalse();
        assertThat(directory(REGISTRY).read("users")).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftIsRemovedOnceItIsOld() throws IOException {
        Path snapshots = Files.createDirectory(parent.resolve("snapshots"));
        Path old = Files.writeString(snapshots.resolve(".rollcall-1.tmp"), "");
        Path young = Files.writeString(snapshots.resolve(".rollcall-2.tmp"), "");
        Files.setLastModifiedTime(old, FileTime.fromMillis(time.currentTimeMillis() - 3_700_000));
        Files.setLastModifiedTime(young, FileTime.fromMillis(time.currentTimeMillis() - 60_000));

        directory(REGISTRY).write(view(1));

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void concurrentWritersLeaveACompleteFileAtAnyTime() throws Exception {
        directory(REGISTRY).write(view(1));
        ExecutorService writers = Executors.newFixedThreadPool(4);
        List<Future<?>> writing = IntStream.range(0, 4)
                .<Future<?>>mapToObj(writer -> writers.submit(() -> {
                    SnapshotDirectory own = directory(REGISTRY);
                    IntStream.range(0, 50).forEach(i -> own.write(view(1 + writer * 100 + i)));
                }))
                .toList();

        while (writing.stream().anyMatch(task -> !task.isDone())) {
            assertThat(directory(REGISTRY).read("users"))
                    .get()
                    .satisfies(read -> assertThat(read.view().instances())
                            .hasSize((int) read.view().revision()));
        }

        for (Future<?> task : writing) {
            task.get();
        }
        writers.shutdown();
        assertThat(parent.resolve("snapshots")).isDirectoryNotContaining("glob:**.tmp");
    }
}
