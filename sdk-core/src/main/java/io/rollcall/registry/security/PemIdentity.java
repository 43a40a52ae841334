package io.rollcall.registry.security;

import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client certificate and key of two PEM files, read again for each handshake. A key that does not match the
 * certificate is half of a renewal: the previous pair stays in force until the other half has been written.
 *
 * <p><em>Concurrency:</em> threadsafe. A handshake refers to its pair by alias, and gets certificate and key of the
 * same pair even if they are renewed meanwhile.
 */
final class PemIdentity extends X509ExtendedKeyManager {
    private static final Logger LOG = LoggerFactory.getLogger(PemIdentity.class);

    private final Path chainFile;
    private final Path keyFile;
    private final LastGood<Pairs> pairs;

    /** The current pair, and the previous one for handshakes that started with it. */
    private record Pairs(Pair current, Pair previous) {}

    private record Pair(int number, PemFile chainPem, PemFile keyPem, List<X509Certificate> chain, PrivateKey key) {
        String alias() {
            return "pair-" + number;
        }

        boolean isFrom(PemFile chain, PemFile key) {
            return chain.equals(chainPem) && key.equals(keyPem);
        }

        @Override
        public String toString() {
            return alias();
        }
    }

    PemIdentity(Path chain, Path key) {
        this.chainFile = chain;
        this.keyFile = key;
        Pair first = read(0, PemFile.read(chain), PemFile.read(key));
        this.pairs = new LastGood<>(new Pairs(first, first), LOG, "The previous client certificate stays in force");
    }

    private static Pair read(int number, PemFile chainPem, PemFile keyPem) {
        List<X509Certificate> chain = chainPem.certificates();
        PrivateKey key = keyPem.key(chain.get(0).getPublicKey().getAlgorithm());
        if (!matches(chain.get(0), key)) {
            throw PemFile.unusable(
                    keyPem.path(), "it is not the key of the first certificate in " + chainPem.path(), null);
        }
        return new Pair(number, chainPem, keyPem, chain, key);
    }

    /** Whether the certificate verifies a signature of the key. */
    private static boolean matches(X509Certificate certificate, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update((byte) 1);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update((byte) 1);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Pair refreshed() {
        return pairs.refresh(this::reread).current();
    }

    private Pairs reread(Pairs previous) {
        PemFile chain = PemFile.read(chainFile);
        PemFile key = PemFile.read(keyFile);
        if (previous.current.isFrom(chain, key)) {
            return previous;
        }
        Pair renewed = read(previous.current.number + 1, chain, key);
        LOG.info("The client certificate in {} was renewed.", chainFile);
        return new Pairs(renewed, previous.current);
    }

    private @Nullable Pair byAlias(String alias) {
        Pairs latest = pairs.current();
        return alias.equals(latest.current.alias())
                ? latest.current
                : alias.equals(latest.previous.alias()) ? latest.previous : null;
    }

    private @Nullable String choose(String[] keyTypes) {
        Pair pair = refreshed();
        return Arrays.asList(keyTypes).contains(pair.key.getAlgorithm()) ? pair.alias() : null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choose(keyTypes);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = choose(new String[] {keyType});
        return alias == null ? new String[0] : new String[] {alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Pair pair = byAlias(alias);
        return pair == null ? null : pair.chain.toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Pair pair = byAlias(alias);
        return pair == null ? null : pair.key;
    }

    /** None: this process is the client. */
    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    /** None: this process is the client. */
    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
