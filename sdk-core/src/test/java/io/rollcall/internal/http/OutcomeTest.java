package io.rollcall.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpHandler;
import io.rollcall.loadbalancer.LoadBalancer;
import io.rollcall.loadbalancer.event.LoadBalancerListener;
import io.rollcall.model.Outcome;
import io.rollcall.model.ServiceInstance;
import io.rollcall.testing.HttpInstance;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The outcomes that are reported to the balancer. */
class OutcomeTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<Outcome> reported = new CopyOnWriteArrayList<>();
    private final LoadBalancer balancer =
            LoadBalancer.builder("users").listener(new Recording()).build();
    private final BalancedClients clients = new BalancedClients(
            service -> balancer, ServiceNames.declared(Set.of()), CallRuntime.real(), CallRuntime.config());
    private final CountDownLatch never = new CountDownLatch(1);
    private HttpInstance instance = HttpInstance.start("users", "u-1");

    @AfterEach
    void end() {
        clients.close();
        instance.close();
    }

    @ParameterizedTest
    @CsvSource({"200,SUCCESS", "404,SUCCESS", "500,SERVER_ERROR", "503,GATEWAY_ERROR"})
    void statusIsTheOutcome(int status, Outcome outcome) throws IOException {
        serve(exchange -> HttpInstance.answer(exchange, status, ""));

        call().execute().close();

        assertThat(reported).containsExactly(outcome);
    }

    @Test
    void aCancelledCallDoesNotCountAgainstTheInstance() {
        serve(exchange -> hang());
        Call call = call();
        call.enqueue(new Ignoring());
        await().atMost(SOON).until(() -> instance.requests().size() == 1);

        call.cancel();

        await().atMost(SOON).untilAsserted(() -> assertThat(reported).containsExactly(Outcome.CANCELLED));
    }

    @Test
    void aCallThatTakesTooLongCountsAgainstTheInstance() {
        serve(exchange -> hang());
        OkHttpClient impatient =
                clients.own().newBuilder().callTimeout(Duration.ofMillis(300)).build();

        assertThatThrownBy(() -> impatient.newCall(request()).execute()).isInstanceOf(IOException.class);

        assertThat(reported).containsExactly(Outcome.TIMEOUT);
    }

    @Test
    void anInterruptedCallerIsNotLedToOthers() throws IOException {
        balancer.update(List.of(instance.instance().build()));
        call().execute().close();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> call().execute())
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(reported).containsExactly(Outcome.SUCCESS, Outcome.CANCELLED);
    }

    @Test
    void aPostWhoseResponseDoesNotComeInTimeIsNotSentElsewhere() {
        serve(exchange -> hang());
        OkHttpClient impatient =
                clients.own().newBuilder().readTimeout(Duration.ofMillis(300)).build();

        assertThatThrownBy(() -> impatient.newCall(TestedService.post("order")).execute())
                .isInstanceOf(SocketTimeoutException.class);

        assertThat(reported).containsExactly(Outcome.TIMEOUT);
        assertThat(instance.requests()).hasSize(1);
    }

    @Test
    void asynchronousCallsAreBalancedToo() {
        balancer.update(List.of(instance.instance().build()));

        for (int i = 0; i < 20; i++) {
            call().enqueue(new Ignoring());
        }

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(reported).hasSize(20).containsOnly(Outcome.SUCCESS));
    }

    private void hang() throws IOException {
        try {
            never.await();
        } catch (InterruptedException e) {
            throw new IOException("The test is over.", e);
        }
    }

    private void serve(HttpHandler handler) {
        instance.close();
        instance = HttpInstance.start("users", "u-1", handler);
        balancer.update(List.of(instance.instance().build()));
    }

    private Call call() {
        return clients.own().newCall(request());
    }

    private static Request request() {
        return new Request.Builder().url("http://users/").build();
    }

    private final class Recording implements LoadBalancerListener {
        @Override
        public void onFinished(ServiceInstance served, Outcome outcome) {
            reported.add(outcome);
        }
    }

    private static final class Ignoring implements Callback {
        @Override
        public void onFailure(Call call, IOException e) {}

        @Override
        public void onResponse(Call call, Response response) {
            response.close();
        }
    }
}
