package io.rollcall.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code rollcall.*}. Absent ones have the defaults of {@link io.rollcall.RollcallBuilder}. Immutable.
 *
 * @param enabled Whether to set up Rollcall at all.
 * @param registry URLs of the endpoints of one registry.
 * @param heartbeat Interval between heartbeats. Default: what the registry asks for.
 * @param drainDelay How long this application is DRAINING before it is removed from the registry. Must be less than
 *     spring.lifecycle.timeout-per-shutdown-phase. Default: 1s.
 * @param failFast Whether the application does not start if its first registration fails. Default: false.
 * @param requestTimeout How long one request to the registry may take. Default: 2s.
 * @param preferredNetworks Networks in CIDR form from which this application's address is taken, in order of
 *     preference.
 * @param token Bearer token for the registry.
 * @param tokenFile File with the bearer token; read again when it changes.
 * @param reportLoad Whether responses report the number of requests in flight to callers. Default: false.
 * @param discovery Discovery of other services.
 * @param registration Registration of this application.
 * @param instance The registered instance.
 * @param services Policies of calls to other services, by service name.
 * @since 0.1
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
     * Discovery of other services.
     *
     * @param enabled Whether Spring Cloud's DiscoveryClient finds services in the registry.
     * @param order Order of that DiscoveryClient among several; lower values come first.
     * @param ttl Time after which a service is fetched again if nothing was pushed. Default: 30s.
     * @param lookupTimeout How long the first look-up of a service may block its caller. Default: 2s.
     * @param emptyProtection How long instances are retained that a registry lost when it restarted. Default: 30s.
     * @param snapshotDirectory Directory of snapshots from which this application can start without the registry.
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
     * Registration of this application.
     *
     * @param enabled Whether to register this application.
     */
    public record Registration(@DefaultValue("true") boolean enabled) {}

    /**
     * The registered instance.
     *
     * @param service Name of the service. Default: spring.application.name.
     * @param id Identity within the service. Default: derived from service, host and port.
     * @param host Host name or IP address for callers. Default: detected.
     * @param port Port for callers. Default: the web server's; required for applications without one.
     * @param secure Whether the port uses TLS. Default: whether the web server does.
     * @param version Version, best as SemVer.
     * @param env Environment.
     * @param zone Zone.
     * @param weight Share of traffic relative to other instances, 0 to 10000; 0 for none. Default: 100.
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
     * The policy of calls to one service.
     *
     * @param strategy Name of the strategy that picks an instance. Default: least-request.
     * @param require Metadata that every instance must have; the value of "version" is a SemVer range.
     * @param prefer Metadata that instances should have; the value of "version" is a SemVer range.
     * @param retry Retries of a call.
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
