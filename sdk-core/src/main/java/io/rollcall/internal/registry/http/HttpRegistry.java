package io.rollcall.internal.registry.http;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.Lease;
import io.rollcall.registry.RegistryBackend;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.Watch;
import io.rollcall.registry.WatchListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.Dns;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a registry that speaks Rollcall's own protocol.
 *
 * <p>A successful response that is unreadable (not JSON, truncated, of another type, empty) counts as
 * {@link Kind#UNAVAILABLE}, for reads and for writes: the request was valid, something in between is broken, and a
 * retry or another endpoint may help. It never counts as an empty list.
 *
 * <p><b>Concurrency.</b> Threadsafe: immutable except for its connections, which OkHttp manages. A call runs on the
 * caller's thread; a watch uses one thread for each {@value SnapshotStreams#SERVICES_PER_STREAM} services.
 */
final class HttpRegistry implements RegistryBackend {
    private static final int NOT_MODIFIED = 304;

    private final Endpoint endpoint;
    private final BackendContext context;
    private final Transport transport;
    private final WireFormat format;

    HttpRegistry(Endpoint endpoint, BackendContext context, Duration maxSilence) {
        this(endpoint, context, maxSilence, Dns.SYSTEM);
    }

    HttpRegistry(Endpoint endpoint, BackendContext context, Duration maxSilence, Dns dns) {
        this.endpoint = endpoint;
        this.context = context;
        this.transport = new Transport(endpoint, context, maxSilence, dns);
        this.format = new WireFormat(endpoint.toString(), context.refusedEntries());
    }

    @Override
    public Lease register(ServiceInstance instance) {
        Request request = new Request.Builder()
                .url(endpoint.register())
                .post(Transport.json(format.registration(instance)))
                .build();
        return transport.call("registering " + key(instance), request, response -> format.lease(response.json()));
    }

    @Override
    public Optional<Lease> renew(ServiceInstance instance) {
        Request request = new Request.Builder()
                .url(endpoint.heartbeat(instance.service(), instance.id()))
                .put(Transport.json(format.heartbeat(instance, context.clock().currentTimeMillis())))
                .build();
        transport.send("renewing " + key(instance), request);
        return Optional.empty();
    }

    @Override
    public void deregister(ServiceInstance instance) {
        Request request = new Request.Builder()
                .url(endpoint.instance(instance.service(), instance.id(), instance.generation()))
                .delete()
                .build();
        try {
            transport.send("deregistering " + key(instance), request);
        } catch (RegistryException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public Optional<ServiceView> fetch(String service, @Nullable ServiceView known) {
        Request.Builder request = new Request.Builder().url(endpoint.instances(service));
        if (known != null && !known.validator().isEmpty()) {
            request.header("If-None-Match", known.validator());
        }
        String operation = "fetching " + service;
        FetchResult fetched = transport.call(
                operation,
                request.build(),
                response -> response.status() == NOT_MODIFIED
                        ? new FetchResult(null, response.incarnation())
                        : new FetchResult(
                                format.view(service, response.json(), response.etag()), response.incarnation()));
        boolean staleIncarnation =
                fetched.view == null && known != null && !fetched.incarnation.equals(known.incarnation());
        return staleIncarnation ? fetch(service, null) : Optional.ofNullable(fetched.view);
    }

    /** @param view null if it is not modified */
    private record FetchResult(@Nullable ServiceView view, String incarnation) {}

    @Override
    public List<String> services() {
        Request request = new Request.Builder().url(endpoint.services()).build();
        return transport.call("listing services", request, response -> format.serviceNames(response.json()));
    }

    @Override
    public Watch watch(Set<String> services, WatchListener listener) {
        return new SnapshotStreams(endpoint, format, transport, listener).open(services);
    }

    @Override
    public void close() {
        transport.close();
    }

    private static String key(ServiceInstance instance) {
        return instance.service() + "/" + instance.id();
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
