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
 * How the connection to a registry speaks TLS: whom it trusts, and what certificate it shows. The host name of the
 * registry is verified in any case.
 *
 * <pre>{@code
 * Tls.builder().trust(Path.of("ca.pem")).identity(Path.of("client.pem"), Path.of("client-key.pem")).build()
 * }</pre>
 *
 * <p>Immutable and threadsafe.
 */
public final class Tls {
    /** A resumed session shows no certificate: short, so that a renewed one is shown with the next connection. */
    private static final int SESSION_SECONDS = 1;

    private final SSLContext context;
    private final X509TrustManager trust;

    private Tls(SSLContext context, X509TrustManager trust) {
        this.context = context;
        this.trust = trust;
    }

    /**
     * TLS as {@code context} has it.
     *
     * @param context initialised
     * @param trust the trust manager that the context was initialised with
     */
    public static Tls of(SSLContext context, X509TrustManager trust) {
        return new Tls(context, trust);
    }

    /** TLS from PEM files. */
    public static Builder builder() {
        return new Builder();
    }

    /** For backends: makes the sockets. It does not verify host names: an HTTP client does. */
    public SSLSocketFactory socketFactory() {
        return context.getSocketFactory();
    }

    /** For backends: decides whose certificates are trusted. */
    public X509TrustManager trustManager() {
        return trust;
    }

    /** Says nothing of keys. */
    @Override
    public String toString() {
        return "Tls[" + context.getProtocol() + "]";
    }

    /**
     * Builds a {@link Tls} from PEM files. They are looked at again with each new connection, so certificates may be
     * renewed in place; while a changed file cannot be used, what was read before counts. Not threadsafe.
     */
    public static final class Builder {
        private @Nullable Path trusted;
        private @Nullable Path chain;
        private @Nullable Path key;

        private Builder() {}

        /** The certificates of the authorities that are trusted, and no others. Default: those that the JVM trusts. */
        public Builder trust(Path certificates) {
            trusted = certificates;
            return this;
        }

        /**
         * The certificate to show, for mutual TLS. Default: none.
         *
         * @param certificateChain this process's own certificate first
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
         * @throws IllegalArgumentException if one cannot be read or used; the message says which, and never what is in
         *     it
         */
        public Tls build() {
            try {
                X509TrustManager trust = trusted == null ? PemTrust.ofTheJvm() : new PemTrust(trusted);
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
