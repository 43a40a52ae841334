package io.rollcall.consul;

import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.support.UnreadableException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The URLs of queries to Consul's catalog, and the meaning of their responses. Threadsafe. */
final class Catalog {
    private final ConsulUrl url;
    private final AgentFailures failures;
    private final HealthList list;
    private final Incarnations incarnations = new Incarnations();

    /** @param refusedEntries receives the number of illegal entries of each list that has some */
    Catalog(ConsulUrl url, AgentFailures failures, ObjIntConsumer<String> refusedEntries) {
        this.url = url;
        this.failures = failures;
        this.list = new HealthList(url.toString(), refusedEntries);
    }

    /**
     * A query for a service. It is created before it is sent, since its response is interpreted by what was known then.
     *
     * @param index the known index, which the query waits to differ; 0 for the present list
     * @param before what was known
     */
    record Query(String service, long index, boolean consistent, Incarnations.Mark before) {}

    /** A query for the present list. */
    Query query(String service, @Nullable ServiceView known) {
        return new Query(service, 0, false, incarnations.of(service, known));
    }

    /** A blocking query for the list once its index is no longer {@code index}. */
    Query queryAfter(String service, long index) {
        return new Query(service, index, false, incarnations.of(service));
    }

    /** A query that settles whether an index has really fallen. */
    Query consistentQuery(String service) {
        return new Query(service, 0, true, incarnations.of(service));
    }

    /** @param wait for how long the agent may block */
    HttpUrl urlOf(Query query, Duration wait) {
        HttpUrl.Builder to = url.path("v1", "health", "service", query.service);
        addReadOptions(to, query.consistent);
        if (query.index > 0) {
            to.addQueryParameter("index", Long.toString(query.index));
            to.addQueryParameter("wait", wait.toMillis() + "ms");
        }
        return to.build();
    }

    HttpUrl urlOfNames() {
        HttpUrl.Builder to = url.path("v1", "catalog", "services");
        addReadOptions(to, false);
        return to.build();
    }

    private void addReadOptions(HttpUrl.Builder to, boolean consistently) {
        if (!url.datacenter().isEmpty()) {
            to.addQueryParameter("dc", url.datacenter());
        }
        ConsulUrl.Consistency consistency = consistently ? ConsulUrl.Consistency.CONSISTENT : url.consistency();
        if (consistency != ConsulUrl.Consistency.DEFAULT) {
            to.addQueryParameter(consistency.name().toLowerCase(Locale.ROOT), null);
        }
    }

    /**
     * The service as in {@code response}, or empty if a {@link #consistentQuery} has to be sent.
     *
     * @throws io.rollcall.registry.RegistryException if the list is empty because the token may not read it
     */
    Optional<ServiceView> view(String operation, Query query, AgentResponse response) throws UnreadableException {
        long index = response.listIndex();
        List<ServiceInstance> instances = list.instances(query.service, response.body());
        if (instances.isEmpty() && response.filtered()) {
            throw failures.hidden(operation);
        }
        String incarnation = incarnations.incarnation(query.service, index, query.before, query.consistent);
        return incarnation == null
                ? Optional.empty()
                : Optional.of(new ServiceView(query.service, incarnation, index, instances, ""));
    }

    List<String> names(AgentResponse response) throws UnreadableException {
        return list.names(response.body());
    }

    /** The instances in {@code response}, whatever its index. */
    List<ServiceInstance> instances(String service, AgentResponse response) throws UnreadableException {
        return list.instances(service, response.body());
    }
}
