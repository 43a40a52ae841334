package io.rollcall.internal.registry.http;

import java.net.URI;
import java.util.Collection;
import okhttp3.HttpUrl;

/** The URL of a registry, and the paths of its contract. It never holds credentials. Immutable. */
final class Endpoint {
    private final HttpUrl base;
    private final String name;

    private Endpoint(HttpUrl base) {
        this.base = base;
        String text = base.toString();
        this.name = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** @throws IllegalArgumentException if {@code uri} has another scheme, user info, a query or a fragment */
    static Endpoint of(URI uri) {
        HttpUrl url = HttpUrl.parse(uri.toString());
        if (url == null || uri.getRawUserInfo() != null || url.query() != null || url.fragment() != null) {
            throw new IllegalArgumentException("registry: " + uri.getScheme() + "://" + uri.getHost()
                    + "… (expected: http://host:port or https://host:port, optionally a path, no query)");
        }
        return new Endpoint(url);
    }

    HttpUrl register() {
        return path("services", "register");
    }

    HttpUrl services() {
        return path("services");
    }

    HttpUrl instances(String service) {
        return path("services", service, "instances");
    }

    HttpUrl instance(String service, String id, long generation) {
        return path("services", service, "instances", id)
                .newBuilder()
                .addQueryParameter("generation", Long.toString(generation))
                .build();
    }

    HttpUrl heartbeat(String service, String id) {
        return path("services", service, "instances", id, "heartbeat");
    }

    HttpUrl events(Collection<String> services) {
        HttpUrl.Builder url = path("services", "events").newBuilder();
        services.forEach(service -> url.addQueryParameter("service", service));
        return url.build();
    }

    String host() {
        return base.host();
    }

    boolean isSameOrigin(HttpUrl other) {
        return base.scheme().equals(other.scheme()) && base.host().equals(other.host()) && base.port() == other.port();
    }

    private HttpUrl path(String... segments) {
        HttpUrl.Builder url = base.newBuilder();
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url.build();
    }

    /** Scheme, host, port and path, for logs and messages. */
    @Override
    public String toString() {
        return name;
    }
}
