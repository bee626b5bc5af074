package io.kgen.protocols.app.support;

import io.vertx.core.buffer.Buffer;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** A request in the form that Vert.x validates against a document. */
public record SentRequest(Request request, Operation operation) implements ValidatableRequest {

    @Override
    public Map<String, RequestParameter> getCookies() {
        return Map.of();
    }

    @Override
    public Map<String, RequestParameter> getHeaders() {
        var headers = new HashMap<String, RequestParameter>();
        operation.getParameters().stream()
                .filter(parameter -> parameter.getIn() == Location.HEADER)
                .map(Parameter::getName)
                .forEach(name -> headers.put(name, () -> request.header(name)));
        return headers;
    }

    @Override
    public Map<String, RequestParameter> getPathParameters() {
        var parameters = new HashMap<String, RequestParameter>();
        var template = List.of(operation.getOpenAPIPath().split("/", -1));
        var segments = request.path().split("/", -1);
        for (var i = 0; i < template.size(); i++) {
            if (template.get(i).startsWith("{")) {
                var name = template.get(i).replaceAll("[{}]", "");
                var value = decode(segments[i]);
                parameters.put(name, () -> value);
            }
        }
        return parameters;
    }

    @Override
    public Map<String, RequestParameter> getQuery() {
        var parameters = new HashMap<String, RequestParameter>();
        for (var pair :
                request.query().isEmpty() ? new String[0] : request.query().split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            var nameAndValue = pair.split("=", 2);
            parameters.put(decode(nameAndValue[0]), () -> decode(nameAndValue[1]));
        }
        return parameters;
    }

    /** Returns the inflated body, because the document describes the uncompressed content. */
    @Override
    public RequestParameter getBody() {
        var body = "gzip".equals(request.header("Content-Encoding")) ? inflated() : request.body();
        return () -> body;
    }

    /** Returns lower case, because Vert.x compares media types case-sensitively. */
    @Override
    public String getContentType() {
        var type = request.header("Content-Type");
        return type == null ? null : type.toLowerCase(Locale.ROOT);
    }

    private Buffer inflated() {
        try (var gzip =
                new GZIPInputStream(new ByteArrayInputStream(request.body().getBytes()))) {
            return Buffer.buffer(gzip.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String decode(String escaped) {
        return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
    }
}
