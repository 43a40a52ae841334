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
 * What this process shows to the registry: nothing, a token, or a user's name and password. A token is asked for with
 * each request, so that it may change while the process runs. No text that this class makes holds a secret.
 *
 * <p>Threadsafe.
 */
public final class Credentials {
    private static final Credentials NONE = new Credentials("none", null, null, () -> {});
    /** What may stand in a header: nothing that ends it, and no blank, which would end the token. */
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

    /** Shows nothing. */
    public static Credentials none() {
        return NONE;
    }

    /** A token that {@code source} gives, asked for with each request: it must be quick and threadsafe. */
    public static Credentials token(Supplier<String> source) {
        return new Credentials("token", source, null, () -> {});
    }

    /**
     * The token that is the content of {@code file}, blanks around it apart. The file is looked at with a request, at
     * most once a second, and at once when the registry refused what it was shown. While it cannot be read, or is
     * empty, the token before it counts.
     */
    public static Credentials tokenFile(Path file, TimeSource time) {
        TokenFile source = new TokenFile(file, time);
        return new Credentials("token file", source, null, source::expire);
    }

    /**
     * A name and a password, as RFC 7617 has them.
     *
     * @throws IllegalArgumentException if the name holds a colon, or one of them a control character
     */
    public static Credentials basic(String user, String password) {
        if (user.indexOf(':') >= 0 || (user + password).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "basic: not shown (expected: a name without a colon, and no control characters)");
        }
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Credentials("basic", null, "Basic " + Base64.getEncoder().encodeToString(pair), () -> {});
    }

    /** Those that stand before the host of {@code url}, decoded, or none. */
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
     * The token as it is now, or null if there is none to show.
     *
     * @throws CredentialsException if it cannot be had, or could not stand in a header
     */
    public @Nullable String token() {
        return token == null ? null : legal(token.get());
    }

    /**
     * The value of an HTTP {@code Authorization} header as it is now, or null if there is nothing to show.
     *
     * @throws CredentialsException if the token cannot be had
     */
    public @Nullable String authorization() {
        String now = token();
        return now == null ? basic : "Bearer " + now;
    }

    /** Whether they are a name and a password: for backends of registries that have no use for these. */
    public boolean isBasic() {
        return basic != null;
    }

    /**
     * The registry refused these credentials: looks again for the token.
     *
     * @param shown the {@link #authorization()} that was refused
     * @return whether it is another one now, so that the request is worth another try
     */
    public boolean renewedAfter(@Nullable String shown) {
        renewal.run();
        return !Objects.equals(shown, authorization());
    }

    private static String legal(@Nullable String token) {
        if (token == null || !TOKEN.matcher(token).matches()) {
            throw new CredentialsException(
                    "token: not shown (expected: 1 to 16384 visible ASCII characters). Next: Check where it comes from.",
                    null);
        }
        return token;
    }

    /** The kind, never the secret. */
    @Override
    public String toString() {
        return "Credentials[" + kind + "]";
    }
}
