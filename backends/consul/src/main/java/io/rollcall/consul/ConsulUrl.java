package io.rollcall.consul;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rollcall.registry.security.Credentials;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A parsed registry URL: the agent's address and the options.
 *
 * <pre>consul://10.0.0.5:8500?dc=dc1&amp;consistency=stale&amp;tag=blue&amp;ttl=30s&amp;token=…</pre>
 *
 * The token is in no message and not in {@code toString()}. Immutable.
 */
final class ConsulUrl {
    static final String SCHEME = "consul";
    static final String SECURE_SCHEME = "consuls";

    private static final int PORT = 8500;
    private static final int SECURE_PORT = 8501;
    private static final Set<String> KEYS =
            new TreeSet<>(Set.of("consistency", "dc", "queries", "tag", "token", "ttl"));
    private static final Pattern WITH_PORT = Pattern.compile(".*:[0-9]+");
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,4})(s|m)");
    private static final Duration DEFAULT_TTL = Duration.ofSeconds(30);
    private static final Duration LEAST_TTL = Duration.ofSeconds(3);
    private static final Duration MOST_TTL = Duration.ofHours(1);

    private static final Pattern QUERIES = Pattern.compile("[1-9][0-9]{0,2}");
    private static final int DEFAULT_QUERIES = 50;
    /** The characters that are legal in a header. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    /** Consul's consistency modes of reads. */
    enum Consistency {
        DEFAULT,
        STALE,
        CONSISTENT
    }

    private final HttpUrl base;
    private final String datacenter;
    private final Consistency consistency;
    private final List<String> tags;
    private final Duration ttl;
    private final int queries;
    private final @Nullable String token;
    private final String name;

    private ConsulUrl(HttpUrl url, boolean hasPort) {
        HttpUrl.Builder bare = url.newBuilder().query(null);
        if (!hasPort) {
            bare.port(url.isHttps() ? SECURE_PORT : PORT);
        }
        this.base = bare.build();
        this.datacenter = Objects.requireNonNullElse(single(url, "dc"), "");
        this.consistency = consistency(single(url, "consistency"));
        this.tags = url.queryParameterValues("tag").stream()
                .filter(Objects::nonNull)
                .filter(tag -> !tag.isBlank())
                .toList();
        this.ttl = ttl(single(url, "ttl"));
        this.queries = queries(single(url, "queries"));
        this.token = token(single(url, "token"));
        String address = base.toString().replaceFirst("^http", SCHEME).replaceFirst("/$", "");
        this.name = datacenter.isEmpty() ? address : address + "?dc=" + URLEncoder.encode(datacenter, UTF_8);
    }

    /** @throws IllegalArgumentException if a part of it is unknown or illegal; the message has names, but no values */
    static ConsulUrl of(URI uri) {
        boolean secure = uri.getScheme().toLowerCase(Locale.ROOT).equals(SECURE_SCHEME);
        String rest = uri.toString().substring(uri.getScheme().length());
        HttpUrl url = HttpUrl.parse((secure ? "https" : "http") + rest);
        String authority = uri.getRawAuthority();
        if (url == null || url.fragment() != null || authority == null) {
            throw new IllegalArgumentException("registry: not a URL of Consul (expected: consul://host:" + PORT
                    + " or consuls://host:" + SECURE_PORT + ", with no query parameter but " + KEYS + ")");
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw basicRefused("consul://" + url.host());
        }
        for (String key : url.queryParameterNames()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("registry: query \"" + key + "\" (expected: any of " + KEYS + ")");
            }
        }
        return new ConsulUrl(url, WITH_PORT.matcher(authority).matches());
    }

    private static IllegalArgumentException basicRefused(String url) {
        return new IllegalArgumentException("registry: " + url + " with a user and a password (expected: an ACL token,"
                + " the only credentials of Consul: token(…) or tokenFile(…) of the builder, or ?token=… in the URL)");
    }

    private static @Nullable String single(HttpUrl url, String key) {
        List<@Nullable String> values = url.queryParameterValues(key);
        if (values.size() > 1) {
            throw new IllegalArgumentException(
                    "registry: query " + key + " " + values.size() + " times (expected: once)");
        }
        return values.isEmpty() || Objects.requireNonNullElse(values.get(0), "").isBlank() ? null : values.get(0);
    }

    private static Consistency consistency(@Nullable String value) {
        if (value == null) {
            return Consistency.DEFAULT;
        }
        return Arrays.stream(Consistency.values())
                .filter(known -> known.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "registry: query consistency: unknown (expected: default, stale or consistent)"));
    }

    private static Duration ttl(@Nullable String value) {
        if (value == null) {
            return DEFAULT_TTL;
        }
        Matcher matcher = SECONDS.matcher(value);
        Duration ttl = Duration.ZERO;
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            ttl = matcher.group(2).equals("m") ? Duration.ofMinutes(count) : Duration.ofSeconds(count);
        }
        if (ttl.compareTo(LEAST_TTL) < 0 || ttl.compareTo(MOST_TTL) > 0) {
            throw new IllegalArgumentException("registry: query ttl (expected: from 3s to 60m, as in ttl=30s)");
        }
        return ttl;
    }

    private static int queries(@Nullable String value) {
        if (value != null && !QUERIES.matcher(value).matches()) {
            throw new IllegalArgumentException("registry: query queries (expected: 1 to 999)");
        }
        return value == null ? DEFAULT_QUERIES : Integer.parseInt(value);
    }

    private static @Nullable String token(@Nullable String value) {
        if (value != null && !TOKEN.matcher(value).matches()) {
            throw new IllegalArgumentException("registry: query token: not shown (expected: visible ASCII characters)");
        }
        return value;
    }

    /** A URL of the agent's API: the base's own path, if it has one, and then these segments. */
    HttpUrl.Builder path(String... segments) {
        HttpUrl.Builder url = base.newBuilder();
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url;
    }

    /** The datacenter whose services are discovered, or empty for the agent's own. */
    String datacenter() {
        return datacenter;
    }

    Consistency consistency() {
        return consistency;
    }

    /** Tags that are added to each registration. */
    List<String> tags() {
        return tags;
    }

    /** The TTL of a registration. */
    Duration ttl() {
        return ttl;
    }

    /** The most services of a watch with a blocking query. */
    int queries() {
        return queries;
    }

    /**
     * The credentials to use: the URL's token, or else {@code given}.
     *
     * @throws IllegalArgumentException if there are both, or {@code given} is a user and a password
     */
    Credentials credentials(Credentials given) {
        if (given.isBasic()) {
            throw basicRefused(name);
        }
        String own = token;
        if (own == null) {
            return given;
        }
        if (given != Credentials.none()) {
            throw new IllegalArgumentException("registry: " + name
                    + " with two tokens (expected: one, either ?token=… in the URL or that of the builder)");
        }
        return Credentials.token(() -> own);
    }

    /** Scheme, host, port, path and, if there is one, the datacenter; without the token. */
    @Override
    public String toString() {
        return name;
    }
}
