package io.rollcall.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * The ports of the web servers that Boot starts: the application's own, and that of Actuator's child context.
 *
 * <p><b>Concurrency.</b> The ports are written by the thread that starts the context and read by any.
 */
final class WebServerPorts implements ListeningPorts, ApplicationListener<WebServerInitializedEvent> {
    private static final String MANAGEMENT = "management";

    private final ApplicationContext context;
    private final boolean secure;
    private volatile int main;
    private volatile int management;

    WebServerPorts(ApplicationContext context, @Nullable ServerProperties server) {
        this.context = context;
        this.secure = server != null && Ssl.isEnabled(server.getSsl());
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        WebServerApplicationContext source = event.getApplicationContext();
        int port = Math.max(0, event.getWebServer().getPort());
        if (source == context) {
            main = port;
        } else if (source.getParent() == context && MANAGEMENT.equals(source.getServerNamespace())) {
            management = port;
        }
    }

    @Override
    public int main() {
        return main;
    }

    @Override
    public int management() {
        return management;
    }

    @Override
    public boolean secure() {
        return secure;
    }
}
