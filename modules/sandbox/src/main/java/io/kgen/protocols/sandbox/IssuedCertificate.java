package io.kgen.protocols.sandbox;

import java.nio.file.Path;

/** PEM files of a certificate chain without its root, and of the private key (PKCS#8). */
public record IssuedCertificate(Path certificate, Path key) {}
