package io.rollcall.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.security.Credentials;
import io.rollcall.registry.security.Tls;
import io.rollcall.time.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** Backends without the SDK around them. */
final class Backend {
    static final BackendContext CONTEXT = BackendContext.of(TimeSource.system(), Duration.ofSeconds(2));

    private Backend() {}

    static ConsulRegistry of(ConsulAgent agent, String query) {
        return of(agent.uri(query), WatchConfig.of(50));
    }

    static ConsulRegistry of(URI uri, WatchConfig terms) {
        return new ConsulRegistry(ConsulUrl.of(uri), CONTEXT, terms);
    }

    static ConsulRegistry with(URI uri, Credentials credentials, @Nullable Tls tls) {
        BackendContext context = CONTEXT.withCredentials(credentials).withTls(tls);
        return new ConsulRegistry(ConsulUrl.of(uri), context, WatchConfig.of(50));
    }

    /** One that adds the entries that it leaves out to {@code refused}. */
    static ConsulRegistry counting(URI uri, AtomicInteger refused) {
        BackendContext context = CONTEXT.withRefusedEntries((service, count) -> refused.addAndGet(count));
        return new ConsulRegistry(ConsulUrl.of(uri), context, WatchConfig.of(50));
    }

    static ConsulRegistry patient(URI uri, Duration requestTimeout) {
        return new ConsulRegistry(
                ConsulUrl.of(uri), BackendContext.of(TimeSource.system(), requestTimeout), WatchConfig.of(50));
    }

    static AbstractThrowableAssert<?, ? extends Throwable> assertKind(Kind kind, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
