package io.kgen.protocols.app.management;

import io.kgen.protocols.bus.ServiceException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * A request to the management listener, after its access was checked.
 *
 * @param id of the client if it sent a valid {@code X-Request-Id}, otherwise a new one
 * @param client the address of the client, without its port
 * @param parameter the last segment of the path if the route has one, otherwise empty
 * @param body empty for GET
 */
public record Request(String id, String client, String parameter, MultiMap query, MultiMap headers, Buffer body) {

    /**
     * Parses the body.
     *
     * @throws ServiceException {@code INVALID} if the body is not a JSON object
     */
    public JsonObject json() {
        try {
            return body.toJsonObject();
        } catch (DecodeException | ClassCastException e) {
            throw ServiceException.invalid("", "must be a JSON object");
        }
    }
}
