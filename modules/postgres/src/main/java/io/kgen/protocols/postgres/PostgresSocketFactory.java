package io.kgen.protocols.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Encrypts the connections of the JDBC driver with the settings of {@link PostgresTls}. The driver creates it by name. */
public final class PostgresSocketFactory extends SSLSocketFactory {

    private final SSLSocketFactory sockets;
    private final String endpointIdentification;

    public PostgresSocketFactory(String description) {
        var client = PostgresTls.decode(description);
        this.sockets = client.context().getSocketFactory();
        this.endpointIdentification = client.endpointIdentification();
    }

    /** The only method that the driver calls: PostgreSQL starts TLS on an existing connection. */
    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        var encrypted = (SSLSocket) sockets.createSocket(socket, withoutBrackets(host), port, autoClose);
        var parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
        encrypted.setSSLParameters(parameters);
        return encrypted;
    }

    /** Removes the brackets of an IPv6 address in a JDBC URL, which a certificate does not have. */
    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw unused();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("PostgreSQL starts TLS on an existing connection");
    }
}
