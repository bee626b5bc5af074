package io.kgen.protocols.gateway.http;

import io.kgen.protocols.contracts.StorableText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Strict percent-decoding: rejects invalid escapes, invalid UTF-8 and NUL, which other decoders replace. */
public final class PercentEncoding {

    private PercentEncoding() {}

    /** The decoded text, or empty if it is not a valid encoding of storable text. */
    public static Optional<String> decode(String escaped) {
        if (escaped.indexOf('%') < 0) {
            return Optional.of(escaped).filter(StorableText::isStorable);
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(escaped)));
            return Optional.of(text.toString()).filter(StorableText::isStorable);
        } catch (CharacterCodingException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String escaped) {
        var bytes = new ByteArrayOutputStream(escaped.length());
        var literals = escaped.split("%", -1);
        bytes.writeBytes(literals[0].getBytes(StandardCharsets.UTF_8));
        for (var i = 1; i < literals.length; i++) {
            bytes.write(HexFormat.fromHexDigits(literals[i], 0, 2));
            bytes.writeBytes(literals[i].substring(2).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
