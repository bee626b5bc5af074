package io.kgen.protocols.platform;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Creates the trust managers that verify the certificate of a server. */
final class TrustManagers {

    private TrustManagers() {}

    /** @param authorities in PEM; empty for those of the Java runtime */
    static X509TrustManager of(String authorities) {
        try {
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authorities.isEmpty() ? null : store(authorities));
            return (X509TrustManager) managers.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the authorities were validated when they were read", e);
        }
    }

    static X509TrustManager ofAnyServer() {
        return new AnyServer();
    }

    private static KeyStore store(String authorities) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (var authority : Pem.certificates(authorities)) {
            store.setCertificateEntry("authority " + store.size(), authority);
        }
        return store;
    }

    /** Extends {@code X509ExtendedTrustManager}, because the JDK adds its own checks to a plain {@code X509TrustManager}. */
    private static final class AnyServer extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException("this trust manager is for clients only");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
