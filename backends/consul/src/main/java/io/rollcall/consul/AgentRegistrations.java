package io.rollcall.consul;

import io.rollcall.internal.json.Json;
import io.rollcall.model.ServiceInstance;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.support.UnreadableException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Instances at the agent: written, renewed and removed, each after a look at what is there, so that an older generation
 * gives way to a newer one.
 *
 * <p>Consul has no conditional write at an agent, so between the look and the write a newer generation may come in. If
 * that happens, an old message may replace or remove it; its own next renewal finds that and registers it again. The
 * guard sees one agent: at two agents two generations stand beside each other; readers take the newer one, and the
 * older finds out with its next {@link #isListed}.
 *
 * <p>An agent tells the servers of a change before it answers, so what was written can be read. Where the servers have
 * no leader that takes it some seconds, and it tells them later.
 *
 * <p>An agent keeps the token of a registration, and shows that one when it tells the servers of a change or a removal.
 * So an instance is written again once there is another token: else the servers would keep it after the old one is
 * gone.
 *
 * <p>Threadsafe. {@code tokens} has an entry for each instance of this process.
 */
final class AgentRegistrations {
    private static final Logger LOG = LoggerFactory.getLogger(AgentRegistrations.class);

    private final ConsulUrl url;
    private final Agent agent;
    private final Catalog catalog;
    /** The token that each instance was written with, by its id at the agent; empty for none. */
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    AgentRegistrations(ConsulUrl url, Agent agent, Catalog catalog) {
        this.url = url;
        this.agent = agent;
        this.catalog = catalog;
    }

    void register(ServiceInstance instance) {
        String what = "registering " + named(instance);
        registered(what, instance);
        write(what, instance);
        pass(what, instance);
    }

    void renew(ServiceInstance instance) {
        String what = "renewing " + named(instance);
        Optional<JsonNode> registered = registered(what, instance);
        if (registered.isEmpty()) {
            throw agent.failures().unknown(what, "the agent does not know it");
        }
        if (CatalogEntry.generation(registered.get()) < instance.generation()) {
            throw agent.failures().unknown(what, "an older generation is registered");
        }
        boolean toldStatus = registered
                .get()
                .path("Meta")
                .path(ServiceDefinition.STATUS)
                .asString("")
                .equals(instance.status().name());
        if (!toldStatus || isKeptWithAnotherToken(instance)) {
            write(what, instance);
        }
        pass(what, instance);
    }

    void deregister(ServiceInstance instance) {
        String what = "deregistering " + named(instance);
        if (registered(what, instance).isPresent()) {
            if (isKeptWithAnotherToken(instance)) {
                write(what, instance);
            }
            HttpUrl to = url.path("v1", "agent", "service", "deregister", id(instance))
                    .build();
            try {
                agent.call(what, agent.put(to), Kind.NOT_FOUND);
            } catch (RegistryException e) {
                if (e.kind() != Kind.NOT_FOUND) {
                    throw e;
                }
            }
        }
        tokens.remove(id(instance));
    }

    /** What the agent has under the instance's id. */
    private Optional<JsonNode> registered(String what, ServiceInstance instance) {
        HttpUrl from = url.path("v1", "agent", "service", id(instance)).build();
        AgentResponse answer = agent.ask(what, agent.get(from));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw agent.failures().refused(what, answer, Kind.INVALID);
        }
        try {
            JsonNode service = Json.object(answer.body());
            long generation = CatalogEntry.generation(service);
            if (generation > instance.generation()) {
                throw agent.failures().superseded(what, generation, instance.generation());
            }
            return Optional.of(service);
        } catch (UnreadableException | IllegalArgumentException e) {
            throw agent.failures().broken(what, e);
        }
    }

    private void write(String what, ServiceInstance instance) {
        HttpUrl to = url.path("v1", "agent", "service", "register")
                .addQueryParameter("replace-existing-checks", "true")
                .build();
        String token = token();
        agent.call(what, agent.put(to, ServiceDefinition.of(instance, url.tags(), url.ttl())), Kind.INVALID);
        tokens.put(id(instance), token);
    }

    private boolean isKeptWithAnotherToken(ServiceInstance instance) {
        String token = tokens.get(id(instance));
        return token != null && !token.equals(token());
    }

    private String token() {
        return Objects.requireNonNullElse(agent.token(), "");
    }

    /**
     * Renews the lease. Its output never changes, so the servers hear of a renewal only if it brings the lease back.
     */
    private void pass(String what, ServiceInstance instance) {
        HttpUrl to = url.path("v1", "agent", "check", "update", ServiceDefinition.leaseCheck(id(instance)))
                .build();
        agent.call(what, agent.put(to, Json.newObject().put("Status", "passing")), Kind.NOT_FOUND);
    }

    /**
     * Whether the catalog lists it. True also while nobody can say: no answer is no loss.
     *
     * @throws RegistryException CONFLICT if a newer generation is listed
     */
    boolean isListed(ServiceInstance instance) {
        String what = "looking for " + named(instance);
        try {
            AgentResponse answer = agent.call(what, agent.get(listing(instance).build()), Kind.INVALID);
            for (ServiceInstance listed : catalog.instances(instance.service(), answer)) {
                if (listed.id().equals(instance.id()) && listed.generation() > instance.generation()) {
                    throw agent.failures().superseded(what, listed.generation(), instance.generation());
                }
                if (listed.id().equals(instance.id()) && listed.generation() == instance.generation()) {
                    return true;
                }
            }
            return false;
        } catch (UnreadableException | RegistryException e) {
            if (e instanceof RegistryException refused && !refused.kind().isTransient()) {
                throw refused;
            }
            LOG.debug("Nobody can say whether {} is listed", named(instance), e);
            return true;
        }
    }

    /** The agent's own datacenter, whichever is discovered. */
    private HttpUrl.Builder listing(ServiceInstance instance) {
        return url.path("v1", "health", "service", instance.service())
                .addQueryParameter("filter", "Service.ID == \"" + id(instance) + "\"");
    }

    private static String id(ServiceInstance instance) {
        return ServiceDefinition.id(instance.service(), instance.id());
    }

    private static String named(ServiceInstance instance) {
        return instance.service() + "/" + instance.id();
    }
}
