package io.rollcall.registry.security;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trusts the authorities of a PEM file, which is read again for each handshake.
 *
 * <p><em>Concurrency:</em> threadsafe; checks run without a lock.
 */
final class PemTrust extends X509ExtendedTrustManager {
    private static final Logger LOG = LoggerFactory.getLogger(PemTrust.class);

    private final Path path;
    private final LastGood<Trusted> trusted;

    private record Trusted(PemFile file, X509ExtendedTrustManager manager) {
        static Trusted from(PemFile file) {
            return new Trusted(file, managerFor(file));
        }
    }

    PemTrust(Path path) {
        this.path = path;
        this.trusted = new LastGood<>(
                Trusted.from(PemFile.read(path)), LOG, "The previous trusted certificates stay in force");
    }

    /** Trusts the authorities that the JVM trusts. */
    static X509ExtendedTrustManager jvmDefault() throws GeneralSecurityException {
        return managerOf(null);
    }

    private static X509ExtendedTrustManager managerFor(PemFile file) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate certificate : file.certificates()) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            return managerOf(store);
        } catch (IOException | GeneralSecurityException e) {
            throw PemFile.unusable(file.path(), "its certificates cannot be trusted (" + e.getMessage() + ")", e);
        }
    }

    private static X509ExtendedTrustManager managerOf(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Stream.of(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("The JVM has no X.509 trust manager."));
    }

    private X509ExtendedTrustManager refreshed() {
        return trusted.refresh(this::reread).manager();
    }

    private Trusted reread(Trusted previous) {
        PemFile now = PemFile.read(path);
        if (now.equals(previous.file())) {
            return previous;
        }
        Trusted renewed = Trusted.from(now);
        LOG.info("The trusted certificates in {} were renewed.", path);
        return renewed;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        refreshed().checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        refreshed().checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        refreshed().checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        refreshed().checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        refreshed().checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        refreshed().checkClientTrusted(chain, authType, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return refreshed().getAcceptedIssuers();
    }
}
