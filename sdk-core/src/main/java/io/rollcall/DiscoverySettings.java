package io.rollcall;

import io.rollcall.internal.DurationChecks;
import io.rollcall.internal.discovery.DiscoveryConfig;
import io.rollcall.internal.discovery.disk.SnapshotDirectory;
import io.rollcall.internal.discovery.disk.SnapshotFile;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The discovery part of {@link RollcallBuilder}, which documents each value. Not threadsafe. */
final class DiscoverySettings {
    private final Set<String> prefetched = new LinkedHashSet<>();
    private Duration ttl = Duration.ofSeconds(30);
    private Duration lookupTimeout = Duration.ofSeconds(2);
    private Duration emptyProtection = Duration.ofSeconds(30);
    private Duration snapshotMaxAge = Duration.ofHours(24);
    private @Nullable Path snapshots;
    private @Nullable String ownService;

    void ttl(Duration value) {
        ttl = DurationChecks.positive("discoveryTtl", value);
    }

    void lookupTimeout(Duration value) {
        lookupTimeout = DurationChecks.positive("lookupTimeout", value);
    }

    void emptyProtection(Duration value) {
        emptyProtection = DurationChecks.notNegative("emptyProtection", value);
    }

    void snapshots(Path directory) {
        snapshots = directory;
    }

    void snapshotMaxAge(Duration value) {
        snapshotMaxAge = DurationChecks.positive("snapshotMaxAge", value);
    }

    void prefetch(String... services) {
        for (String service : services) {
            prefetched.add(ServiceInstance.named(service).port(1).build().service());
        }
    }

    void ownService(String service) {
        prefetch(service);
        ownService = service;
    }

    Set<String> prefetched() {
        return prefetched;
    }

    /** The service that this process is an instance of; null if none was declared. */
    @Nullable
    String ownService() {
        return ownService;
    }

    DiscoveryConfig config() {
        return DiscoveryConfig.of(ttl, lookupTimeout, emptyProtection);
    }

    /** The snapshot file of each service; null if snapshots are not stored. */
    Function<String, @Nullable SnapshotFile> files(
            List<RegistryBackend> endpoints, TimeSource time, SdkThreads threads) {
        Path path = snapshots;
        if (path == null) {
            return service -> null;
        }
        List<String> names = endpoints.stream().map(RegistryBackend::toString).toList();
        SnapshotDirectory directory = new SnapshotDirectory(path, names, snapshotMaxAge, time);
        return service -> new SnapshotFile(directory, service, time, threads.scheduler(), threads.disk());
    }
}
