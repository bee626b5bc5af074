package io.kgen.protocols.gateway.responses;

/** The response to an event that is committed; its text is frozen. */
public record DropEventResponse(String msg) {

    public static final DropEventResponse DROPPED = new DropEventResponse("event dropped successfully");
}
