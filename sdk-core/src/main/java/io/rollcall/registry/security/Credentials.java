package io.rollcall.registry.security;

import io.rollcall.time.TimeSource;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How this process authenticates to the registry: not at all, with a token, or with a user name and password. A token
 * is requested anew for each call, so that it may rotate while the process runs. Neither messages nor
 * {@link #toString()} contain a secret.
 *
 * <p>Applications usually configure credentials through the builder's {@code token}, {@code tokenFile} and
 * {@code basic}. Backends get them from their context and add them to each request:
 *
 * <pre>{@code
 * String authorization = context.credentials().authorization();
 * if (authorization != null) {
 *     request.header("Authorization", authorization);
 * }
 * }</pre>
 *
 * <p>Threadsafe.
 *
 * @since 0.1
 */
public final class Credentials {
    private static final Credentials NONE = new Credentials("none", null, null, () -> {});
    /** The characters that are safe in a header: no line break, and no space, which would end the token. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");

    private final String kind;
    private final @Nullable Supplier<String> token;
    private final @Nullable String basic;
    private final Runnable renewal;

    private Credentials(String kind, @Nullable Supplier<String> token, @Nullable String basic, Runnable renewal) {
        this.kind = kind;
        this.token = token;
        this.basic = basic;
        this.renewal = renewal;
    }

    /** No authentication. */
    public static Credentials none() {
        return NONE;
    }

    /** A token that {@code source} supplies for each request. The source must be fast and threadsafe. */
    public static Credentials token(Supplier<String> source) {
        return new Credentials("token", source, null, () -> {});
    }

    /**
     * The token in {@code file}, without surrounding white space. The file is read again for a request at most once a
     * second, and immediately when the registry has rejected the token. While it is unreadable or empty, the previous
     * token stays in force.
     */
    public static Credentials tokenFile(Path file, TimeSource time) {
        TokenFile source = new TokenFile(file, time);
        return new Credentials("token file", source, null, source::expire);
    }

    /**
     * A user name and password (RFC 7617).
     *
     * @throws IllegalArgumentException if the name contains a colon, or either contains a control character
     */
    public static Credentials basic(String user, String password) {
        if (user.indexOf(':') >= 0 || (user + password).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "basic: not shown (expected: a name without a colon, and no control characters)");
        }
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Credentials("basic", null, "Basic " + Base64.getEncoder().encodeToString(pair), () -> {});
    }

    /** The decoded user info of {@code url}, or {@link #none()} if there is none. */
    public static Credentials in(URI url) {
        String authority = Objects.requireNonNullElse(url.getRawAuthority(), "");
        int end = authority.lastIndexOf('@');
        if (end < 0) {
            return NONE;
        }
        String[] pair = authority.substring(0, end).split(":", 2);
        return basic(decoded(pair[0]), pair.length == 1 ? "" : decoded(pair[1]));
    }

    private static String decoded(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * The current token, or null for credentials of another kind.
     *
     * @throws CredentialsException if the token is unavailable, or not legal in a header
     */
    public @Nullable String token() {
        return token == null ? null : validated(token.get());
    }

    /**
     * The current value of the HTTP {@code Authorization} header, or null for {@link #none()}.
     *
     * @throws CredentialsException if the token is unavailable
     */
    public @Nullable String authorization() {
        String now = token();
        return now == null ? basic : "Bearer " + now;
    }

    /** Whether these are a user name and password, which some registries do not support. */
    public boolean isBasic() {
        return basic != null;
    }

    /**
     * To be called when the registry has rejected these credentials: requests the token again.
     *
     * @param rejected the {@link #authorization()} that was rejected
     * @return whether it has changed, so that a retry is worthwhile
     * @throws CredentialsException if the token is unavailable
     */
    public boolean renewedAfter(@Nullable String rejected) {
        renewal.run();
        return !Objects.equals(rejected, authorization());
    }

    private static String validated(@Nullable String token) {
        if (token == null || !TOKEN.matcher(token).matches()) {
            throw new CredentialsException(
                    "token: not shown (expected: 1 to 16384 visible ASCII characters). Next: Check where it comes from.",
                    null);
        }
        return token;
    }

    /** The kind of credentials, never the secret. */
    @Override
    public String toString() {
        return "Credentials[" + kind + "]";
    }
}
