package io.rollcall.spring.cloud;

import java.net.URI;
import java.util.Map;
import org.springframework.cloud.client.ServiceInstance;

/**
 * An instance in Spring Cloud's form. Equal if the registered instance is equal.
 *
 * @param instance as registered
 */
record CloudInstance(io.rollcall.model.ServiceInstance instance) implements ServiceInstance {

    @Override
    public String getInstanceId() {
        return instance.id();
    }

    @Override
    public String getServiceId() {
        return instance.service();
    }

    /** IPv6 in brackets, as in {@link URI#getHost()}: Spring Cloud inserts the host into URLs unchanged. */
    @Override
    public String getHost() {
        String host = instance.host();
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    @Override
    public int getPort() {
        return instance.port();
    }

    @Override
    public boolean isSecure() {
        return instance.secure();
    }

    @Override
    public String getScheme() {
        return instance.secure() ? "https" : "http";
    }

    @Override
    public URI getUri() {
        return URI.create(getScheme() + "://" + instance.authority());
    }

    @Override
    public Map<String, String> getMetadata() {
        return instance.metadata();
    }
}
