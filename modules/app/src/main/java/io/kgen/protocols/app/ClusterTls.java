package io.kgen.protocols.app;

import io.kgen.protocols.platform.ConfigSection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;

/**
 * Mutual TLS on the bus between nodes: only holders of a certificate of this authority may connect. Each text is the content
 * of a PEM file; empty texts turn TLS off.
 */
record ClusterTls(String certificate, String key, String authority) {

    private static final List<String> FILES = List.of("certificate-file", "key-file", "ca-file");

    static ClusterTls read(ConfigSection tls) {
        var given =
                FILES.stream().filter(name -> !tls.optionalText(name).isEmpty()).toList();
        if (given.isEmpty()) {
            return new ClusterTls("", "", "");
        }
        if (given.size() < FILES.size()) {
            FILES.stream()
                    .filter(name -> !given.contains(name))
                    .forEach(name -> tls.reject(name, "must be set as well"));
        }
        var contents = FILES.stream()
                .map(name -> given.contains(name) ? tls.readFile(name, tls.optionalText(name)) : "")
                .toList();
        return new ClusterTls(contents.get(0), contents.get(1), contents.get(2));
    }

    boolean isOn() {
        return !authority.isEmpty();
    }

    /** Both sides present a certificate. Host names are not compared, because the addresses of nodes change. */
    void secure(EventBusOptions bus) {
        if (isOn()) {
            bus.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertValue(Buffer.buffer(certificate))
                            .setKeyValue(Buffer.buffer(key)))
                    .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authority)))
                    .setTrustAll(false)
                    .setClientAuth(ClientAuth.REQUIRED);
        }
    }

    @Override
    public String toString() {
        return isOn() ? "mutual TLS" : "no TLS";
    }
}
