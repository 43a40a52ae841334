package io.rollcall.spring;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Records the state at the start of the web server's graceful shutdown: it stops just before. */
final class ShutdownProbe implements SmartLifecycle {
    private final Supplier<List<?>> registered;
    private final String url;
    private boolean running;
    private List<?> registrations = List.of("not stopped yet");
    private String received = "not stopped yet";

    ShutdownProbe(Supplier<List<?>> registered, String url) {
        this.registered = registered;
        this.url = url;
    }

    List<?> registeredWhenWebServerStops() {
        return registrations;
    }

    String responseWhenWebServerStops() {
        return received;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        registrations = registered.get();
        OkHttpClient client = new OkHttpClient();
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            received = response.body().string();
        } catch (IOException e) {
            received = e.toString();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
    }
}
