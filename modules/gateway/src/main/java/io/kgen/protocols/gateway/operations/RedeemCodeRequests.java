package io.kgen.protocols.gateway.operations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.kgen.protocols.gateway.bodies.JsonBodyHandler;
import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.http.HttpException;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Maps the body of a redemption to the code of one store. */
public final class RedeemCodeRequests {

    private static final JsonFactory JSON = new JsonFactory();

    private final String store;

    public RedeemCodeRequests(String store) {
        this.store = store;
    }

    public RedeemCode map(RoutingContext context) {
        var code = parseCode(JsonBodyHandler.bytes(context));
        try {
            return new RedeemCode(store, code);
        } catch (ServiceException e) {
            // A text that cannot be a code gets the same response as an unknown code.
            throw invalidCode();
        }
    }

    /** The same for a code that is unknown, used, expired, or of another store. */
    public static HttpException invalidCode() {
        return new HttpException(ErrorCode.CODE_INVALID, "the code is not valid");
    }

    private static String parseCode(byte[] utf8) {
        try (var json = JSON.createParser(StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(utf8))
                .toString())) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            require("code".equals(json.nextFieldName()));
            require(json.nextToken() == JsonToken.VALUE_STRING);
            var code = json.getText();
            require(json.nextToken() == JsonToken.END_OBJECT);
            require(json.nextToken() == null);
            return code;
        } catch (IOException e) {
            throw notACode();
        }
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw notACode();
        }
    }

    private static HttpException notACode() {
        return HttpException.badRequest("the body must be a JSON object with the string code, and nothing else");
    }
}
