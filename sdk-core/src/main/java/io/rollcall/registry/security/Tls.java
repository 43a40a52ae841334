package io.rollcall.registry.security;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS configuration of the connection to a registry: trusted authorities and, for mutual TLS, the client
 * certificate. Needed for a private certificate authority or mutual TLS; without it {@code https} uses the JVM's
 * defaults. The host name of the registry is always verified.
 *
 * <pre>{@code
 * Tls tls = Tls.builder()
 *         .trust(Path.of("ca.pem"))
 *         .identity(Path.of("client.pem"), Path.of("client-key.pem"))
 *         .build();
 * Rollcall rollcall = Rollcall.builder().registry("https://registry:8848").tls(tls).build();
 * }</pre>
 *
 * <p>Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class Tls {
    /** A resumed session sends no certificate: short, so that the next connection sends a renewed one. */
    private static final int SESSION_SECONDS = 1;

    private final SSLContext context;
    private final X509TrustManager trust;

    private Tls(SSLContext context, X509TrustManager trust) {
        this.context = context;
        this.trust = trust;
    }

    /**
     * TLS with an existing context.
     *
     * @param context an initialised context
     * @param trust the trust manager with which the context was initialised
     */
    public static Tls of(SSLContext context, X509TrustManager trust) {
        return new Tls(context, trust);
    }

    /** A builder for TLS from PEM files. */
    public static Builder builder() {
        return new Builder();
    }

    /** For backends: creates sockets. Host names are not verified by the sockets but by the HTTP client. */
    public SSLSocketFactory socketFactory() {
        return context.getSocketFactory();
    }

    /** For backends: decides which certificates are trusted. */
    public X509TrustManager trustManager() {
        return trust;
    }

    /** The protocol only, nothing about keys. */
    @Override
    public String toString() {
        return "Tls[" + context.getProtocol() + "]";
    }

    /**
     * Builds a {@link Tls} from PEM files. They are read again for each new connection, so certificates may be renewed
     * in place; while a changed file is unusable, its previous content stays in force. Not threadsafe.
     *
     * @since 0.1
     */
    public static final class Builder {
        private @Nullable Path trusted;
        private @Nullable Path chain;
        private @Nullable Path key;

        private Builder() {}

        /** The certificates of the only trusted authorities. Default: those that the JVM trusts. */
        public Builder trust(Path certificates) {
            trusted = certificates;
            return this;
        }

        /**
         * The client certificate, for mutual TLS. Default: none.
         *
         * @param certificateChain the chain, with this process's certificate first
         * @param privateKey its key in PKCS #8 without a password ({@code BEGIN PRIVATE KEY}); may be the same file
         */
        public Builder identity(Path certificateChain, Path privateKey) {
            chain = certificateChain;
            key = privateKey;
            return this;
        }

        /**
         * Reads the files.
         *
         * @throws IllegalArgumentException if a file is unreadable or unusable; the message names the file, but nothing
         *     of its content
         */
        public Tls build() {
            try {
                X509TrustManager trust = trusted == null ? PemTrust.jvmDefault() : new PemTrust(trusted);
                KeyManager[] keys =
                        chain == null || key == null ? null : new KeyManager[] {new PemIdentity(chain, key)};
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(keys, new TrustManager[] {trust}, null);
                context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
                return new Tls(context, trust);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("tls: not usable: " + e.getMessage(), e);
            }
        }
    }
}
