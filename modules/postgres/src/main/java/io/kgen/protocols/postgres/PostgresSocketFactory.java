package io.kgen.protocols.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Encrypts the connections of the JDBC driver as {@link PostgresTls} describes. The driver makes it by its name. */
public final class PostgresSocketFactory extends SSLSocketFactory {

    private final SSLSocketFactory sockets;
    private final String endpointIdentification;

    public PostgresSocketFactory(String description) {
        var client = PostgresTls.decode(description);
        this.sockets = client.context().getSocketFactory();
        this.endpointIdentification = client.endpointIdentification();
    }

    /** The only way in which the driver asks for a socket: PostgreSQL encrypts a connection after its first message. */
    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        var encrypted = (SSLSocket) sockets.createSocket(socket, bare(host), port, autoClose);
        var parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
        encrypted.setSSLParameters(parameters);
        return encrypted;
    }

    /** The URL of JDBC has brackets around an IPv6 address, a certificate has not. */
    private static String bare(String host) {
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
        return new UnsupportedOperationException("PostgreSQL encrypts a connection that is there");
    }
}
