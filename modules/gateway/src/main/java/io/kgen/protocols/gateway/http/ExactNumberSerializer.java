package io.kgen.protocols.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.math.BigDecimal;

/** Prints integers as integers ({@code 100}, never {@code 100.0} or {@code 1E+2}), other numbers with all their digits. */
final class ExactNumberSerializer extends StdSerializer<BigDecimal> {

    private static final long serialVersionUID = 1L;

    ExactNumberSerializer() {
        super(BigDecimal.class);
    }

    @Override
    public void serialize(BigDecimal value, JsonGenerator json, SerializerProvider provider) throws IOException {
        var isInteger = value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
        json.writeNumber(isInteger ? value.toBigInteger().toString() : value.toPlainString());
    }
}
