package io.rollcall.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code rollcall.*} says. Whatever is left out is as {@link io.rollcall.RollcallBuilder} has it. Immutable.
 *
 * @param enabled Whether to set up Rollcall at all.
 * @param registry URLs of the registry, several endpoints of the same one.
 * @param heartbeat How often to send heartbeats. Default: as often as the registry asks for.
 * @param drainDelay How long this application is shown as draining before it is removed from the registry. Shorter than
 *     spring.lifecycle.timeout-per-shutdown-phase. Default: 1s.
 * @param failFast Whether the application does not start if its first registration fails. Default: false.
 * @param requestTimeout How long one request to the registry may take. Default: 2s.
 * @param preferredNetworks Networks in CIDR form from which this application's address is taken, the first first.
 * @param token Bearer token for the registry.
 * @param tokenFile File with the bearer token; read again when it changes.
 * @param reportLoad Whether responses tell callers how many requests this application serves. Default: false.
 * @param discovery How other services are found.
 * @param registration Whether this application is registered.
 * @param instance How this application is registered.
 * @param services What is wanted of calls to other services, by their name.
 */
@ConfigurationProperties("rollcall")
public record RollcallProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue List<String> registry,
        @Nullable Duration heartbeat,
        @Nullable Duration drainDelay,
        @Nullable Boolean failFast,
        @Nullable Duration requestTimeout,
        @DefaultValue List<String> preferredNetworks,
        @Nullable Secret token,
        @Nullable Path tokenFile,
        boolean reportLoad,
        @DefaultValue Discovery discovery,
        @DefaultValue Registration registration,
        @DefaultValue Instance instance,
        @DefaultValue Map<String, Service> services) {

    /**
     * How other services are found.
     *
     * @param enabled Whether Spring Cloud's DiscoveryClient finds services in the registry.
     * @param order Where that DiscoveryClient stands among several; lower is asked earlier.
     * @param ttl After how long a service is asked for again though nothing was pushed. Default: 30s.
     * @param lookupTimeout For how long the first look-up of a service may block its caller. Default: 2s.
     * @param emptyProtection For how long instances are kept that a registry lost when it began anew. Default: 30s.
     * @param snapshotDirectory Folder in which the last known instances are kept for a start without the registry.
     * @param prefetch Services to look up at the start.
     */
    public record Discovery(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("0") int order,
            @Nullable Duration ttl,
            @Nullable Duration lookupTimeout,
            @Nullable Duration emptyProtection,
            @Nullable Path snapshotDirectory,
            @DefaultValue List<String> prefetch) {}

    /**
     * Whether this application is registered.
     *
     * @param enabled Whether to register this application.
     */
    public record Registration(@DefaultValue("true") boolean enabled) {}

    /**
     * How this application is registered.
     *
     * @param service Name of the service. Default: spring.application.name.
     * @param id Identity within the service. Default: made of service, host and port.
     * @param host Host name or IP address that callers use. Default: found.
     * @param port Port that callers use. Default: that of the web server; required for applications without one.
     * @param secure Whether the port speaks TLS. Default: whether the web server does.
     * @param version Version, best as SemVer.
     * @param env Environment.
     * @param zone Zone.
     * @param weight Share of traffic in relation to other instances, 0 to 10000; 0 is none. Default: 100.
     * @param metadata Further metadata.
     */
    public record Instance(
            @Nullable String service,
            @Nullable String id,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable Boolean secure,
            @Nullable String version,
            @Nullable String env,
            @Nullable String zone,
            @Nullable Integer weight,
            @DefaultValue Map<String, String> metadata) {}

    /**
     * What is wanted of calls to one service.
     *
     * @param strategy Name of the strategy that picks an instance. Default: least-request.
     * @param require Metadata that every instance must have; the value of "version" is a SemVer range.
     * @param prefer Metadata that an instance should rather have; the value of "version" is a SemVer range.
     * @param retry How often a call is tried again.
     */
    public record Service(
            @Nullable String strategy,
            @DefaultValue Map<String, String> require,
            @DefaultValue Map<String, String> prefer,
            @DefaultValue Retry retry) {}

    /**
     * How often a call is tried again.
     *
     * @param attempts The most attempts of one call, the first included. Default: 3.
     * @param budget Retries as a share of calls, 0 to 1. Default: 0.2.
     */
    public record Retry(
            @Nullable Integer attempts, @Nullable Double budget) {}
}
