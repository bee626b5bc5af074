package io.kgen.protocols.sandbox;

import java.nio.file.Path;

/** A certificate, with those between it and its root, and its key (PKCS#8), each a file in PEM. */
public record IssuedCertificate(Path certificate, Path key) {}
