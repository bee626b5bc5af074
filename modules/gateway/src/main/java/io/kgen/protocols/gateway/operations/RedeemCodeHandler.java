package io.kgen.protocols.gateway.operations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.kstore.KStoreOperations;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.kgen.protocols.contracts.kstore.RedeemCodeReply;
import io.kgen.protocols.gateway.bodies.JsonBodyHandler;
import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.http.HttpException;
import io.kgen.protocols.gateway.http.JsonResponses;
import io.kgen.protocols.gateway.http.RequestFilter;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** {@code POST redeem}: tells the store's server, once, who came with a code. */
public final class RedeemCodeHandler implements Handler<RoutingContext> {

    private static final JsonFactory JSON = new JsonFactory();

    private final BusClient bus;
    private final String store;

    public RedeemCodeHandler(BusClient bus, String store) {
        this.bus = bus;
        this.store = store;
    }

    @Override
    public void handle(RoutingContext context) {
        var code = code(JsonBodyHandler.bytes(context));
        // A text that no code can be is as unknown as any other.
        Future.succeededFuture(code)
                .map(text -> new RedeemCode(store, text))
                .compose(request -> bus.call(KStoreOperations.REDEEM_CODE, request, RequestFilter.call(context)))
                .map(RedeemCodeHandler::answer)
                .recover(failure -> Future.failedFuture(isOfTheCode(failure) ? invalid() : failure))
                .onSuccess(answer -> JsonResponses.ok(context, answer))
                .onFailure(context::fail);
    }

    private static boolean isOfTheCode(Throwable failure) {
        return ServiceException.is(failure, FailureCode.NOT_FOUND) || ServiceException.is(failure, FailureCode.INVALID);
    }

    private static HttpException invalid() {
        return new HttpException(ErrorCode.CODE_INVALID, "the code is not valid");
    }

    private static String code(byte[] utf8) {
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

    private static void require(boolean holds) {
        if (!holds) {
            throw notACode();
        }
    }

    private static HttpException notACode() {
        return HttpException.badRequest("the body must be a JSON object with the string code, and nothing else");
    }

    private static Buffer answer(RedeemCodeReply player) {
        return JsonResponses.json(json -> {
            json.writeStartObject();
            json.writeStringField("issuer", player.issuer());
            json.writeStringField("userId", player.userId());
            json.writeStringField("namespacedThirdPartyUserId", player.namespacedThirdPartyUserId());
            json.writeStringField("walletAddress", player.walletAddress());
            json.writeStringField("linkedPhone", player.linkedPhone());
            json.writeEndObject();
        });
    }
}
