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
 * Registers, renews and removes instances at the agent. Each operation first reads what is registered, so that an older
 * generation yields to a newer one.
 *
 * <p>An agent has no conditional write, so a newer generation may register between the read and the write. The older
 * request then replaces or removes it, and its own next renewal finds that and registers it again. The check covers one
 * agent: two generations may be registered at two agents; readers take the newer one, and the older one finds out with
 * its next {@link #isListed}.
 *
 * <p>An agent forwards a change to the servers before it responds, so a write can be read back. While the servers have
 * no leader that takes it some seconds, and it forwards the change later.
 *
 * <p>An agent stores the token of a registration, and uses it to forward later changes and the removal. So an instance
 * is registered again when the token has changed: otherwise its removal would fail once the old token is deleted.
 *
 * <p>Threadsafe. {@code tokens} has an entry for each instance of this process.
 */
final class AgentRegistrations {
    private static final Logger LOG = LoggerFactory.getLogger(AgentRegistrations.class);

    private final ConsulUrl url;
    private final Agent agent;
    private final Catalog catalog;
    /** The token that each instance was registered with, by its id at the agent; empty for none. */
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    AgentRegistrations(ConsulUrl url, Agent agent, Catalog catalog) {
        this.url = url;
        this.agent = agent;
        this.catalog = catalog;
    }

    void register(ServiceInstance instance) {
        String operation = "registering " + named(instance);
        existing(operation, instance);
        write(operation, instance);
        renewLease(operation, instance);
    }

    void renew(ServiceInstance instance) {
        String operation = "renewing " + named(instance);
        Optional<JsonNode> registered = existing(operation, instance);
        if (registered.isEmpty()) {
            throw agent.failures().unknown(operation, "it is not registered at the agent");
        }
        if (CatalogEntry.generation(registered.get()) < instance.generation()) {
            throw agent.failures().unknown(operation, "an older generation is registered");
        }
        boolean isStatusCurrent = registered
                .get()
                .path("Meta")
                .path(ServiceDefinition.STATUS)
                .asString("")
                .equals(instance.status().name());
        if (!isStatusCurrent || hasOtherToken(instance)) {
            write(operation, instance);
        }
        renewLease(operation, instance);
    }

    void deregister(ServiceInstance instance) {
        String operation = "deregistering " + named(instance);
        if (existing(operation, instance).isPresent()) {
            if (hasOtherToken(instance)) {
                write(operation, instance);
            }
            HttpUrl to = url.path("v1", "agent", "service", "deregister", id(instance))
                    .build();
            try {
                agent.call(operation, agent.put(to), Kind.NOT_FOUND);
            } catch (RegistryException e) {
                if (e.kind() != Kind.NOT_FOUND) {
                    throw e;
                }
            }
        }
        tokens.remove(id(instance));
    }

    /**
     * What is registered at the agent under the instance's id.
     *
     * @throws RegistryException CONFLICT if it is a newer generation
     */
    private Optional<JsonNode> existing(String operation, ServiceInstance instance) {
        HttpUrl from = url.path("v1", "agent", "service", id(instance)).build();
        AgentResponse response = agent.execute(operation, agent.get(from));
        if (response.status() == 404) {
            return Optional.empty();
        }
        if (!response.isSuccess()) {
            throw agent.failures().refused(operation, response, Kind.INVALID);
        }
        try {
            JsonNode service = Json.object(response.body());
            long generation = CatalogEntry.generation(service);
            if (generation > instance.generation()) {
                throw agent.failures().superseded(operation, generation, instance.generation());
            }
            return Optional.of(service);
        } catch (UnreadableException | IllegalArgumentException e) {
            throw agent.failures().broken(operation, e);
        }
    }

    private void write(String operation, ServiceInstance instance) {
        HttpUrl to = url.path("v1", "agent", "service", "register")
                .addQueryParameter("replace-existing-checks", "true")
                .build();
        String token = token();
        agent.call(operation, agent.put(to, ServiceDefinition.of(instance, url.tags(), url.ttl())), Kind.INVALID);
        tokens.put(id(instance), token);
    }

    private boolean hasOtherToken(ServiceInstance instance) {
        String token = tokens.get(id(instance));
        return token != null && !token.equals(token());
    }

    private String token() {
        return Objects.requireNonNullElse(agent.token(), "");
    }

    /**
     * Renews the lease. The check's output never changes, so a renewal reaches the servers only if it revives the
     * lease.
     */
    private void renewLease(String operation, ServiceInstance instance) {
        HttpUrl to = url.path("v1", "agent", "check", "update", ServiceDefinition.leaseCheck(id(instance)))
                .build();
        agent.call(operation, agent.put(to, Json.newObject().put("Status", "passing")), Kind.NOT_FOUND);
    }

    /**
     * Whether the catalog lists it; also true while that is unknown, since no response is no loss.
     *
     * @throws RegistryException CONFLICT if a newer generation is listed
     */
    boolean isListed(ServiceInstance instance) {
        String operation = "looking for " + named(instance);
        try {
            AgentResponse response =
                    agent.call(operation, agent.get(listing(instance).build()), Kind.INVALID);
            for (ServiceInstance listed : catalog.instances(instance.service(), response)) {
                if (listed.id().equals(instance.id()) && listed.generation() > instance.generation()) {
                    throw agent.failures().superseded(operation, listed.generation(), instance.generation());
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
            LOG.debug("It is unknown whether {} is listed", named(instance), e);
            return true;
        }
    }

    /** In the agent's own datacenter, whichever one is discovered. */
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
