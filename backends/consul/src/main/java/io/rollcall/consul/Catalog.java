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

/** What is asked of Consul's catalog, and what its answers say. Threadsafe. */
final class Catalog {
    private final ConsulUrl url;
    private final AgentFailures failures;
    private final HealthList list;
    private final Incarnations lives = new Incarnations();

    /** @param refused is told of each list how many of its entries were left out, if there are any */
    Catalog(ConsulUrl url, AgentFailures failures, ObjIntConsumer<String> refused) {
        this.url = url;
        this.failures = failures;
        this.list = new HealthList(url.toString(), refused);
    }

    /**
     * One question for a service: made before it is asked, since what was known by then decides what the answer means.
     *
     * @param index what is known; a question with an index waits for another one; 0 for the list as it is
     */
    record Question(String service, long index, boolean consistent, Incarnations.Mark before) {}

    /** A question for the list as it is. */
    Question question(String service, @Nullable ServiceView known) {
        return new Question(service, 0, false, lives.of(service, known));
    }

    /** A question for the list once it differs from that of {@code index}. */
    Question questionAfter(String service, long index) {
        return new Question(service, index, false, lives.of(service));
    }

    /** A question that settles a doubt. */
    Question consistentQuestion(String service) {
        return new Question(service, 0, true, lives.of(service));
    }

    /** @param wait for how long the agent may wait for news */
    HttpUrl urlOf(Question question, Duration wait) {
        HttpUrl.Builder to = url.path("v1", "health", "service", question.service);
        reading(to, question.consistent);
        if (question.index > 0) {
            to.addQueryParameter("index", Long.toString(question.index));
            to.addQueryParameter("wait", wait.toMillis() + "ms");
        }
        return to.build();
    }

    HttpUrl urlOfNames() {
        HttpUrl.Builder to = url.path("v1", "catalog", "services");
        reading(to, false);
        return to.build();
    }

    private void reading(HttpUrl.Builder to, boolean consistently) {
        if (!url.datacenter().isEmpty()) {
            to.addQueryParameter("dc", url.datacenter());
        }
        ConsulUrl.Consistency consistency = consistently ? ConsulUrl.Consistency.CONSISTENT : url.consistency();
        if (consistency != ConsulUrl.Consistency.DEFAULT) {
            to.addQueryParameter(consistency.name().toLowerCase(Locale.ROOT), null);
        }
    }

    /**
     * The service as {@code answer} tells it, or empty in doubt: a {@link #consistentQuestion} has to be asked.
     *
     * @throws io.rollcall.registry.RegistryException if the list is empty because the token may not read it
     */
    Optional<ServiceView> view(String what, Question question, AgentResponse answer) throws UnreadableException {
        long index = answer.listIndex();
        List<ServiceInstance> instances = list.instances(question.service, answer.body());
        if (instances.isEmpty() && answer.filtered()) {
            throw failures.hidden(what);
        }
        String life = lives.incarnation(question.service, index, question.before, question.consistent);
        return life == null
                ? Optional.empty()
                : Optional.of(new ServiceView(question.service, life, index, instances, ""));
    }

    List<String> names(AgentResponse answer) throws UnreadableException {
        return list.names(answer.body());
    }

    /** The instances that {@code answer} tells, whatever its index. */
    List<ServiceInstance> instances(String service, AgentResponse answer) throws UnreadableException {
        return list.instances(service, answer.body());
    }
}
