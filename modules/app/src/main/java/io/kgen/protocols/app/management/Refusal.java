package io.kgen.protocols.app.management;

/** Why a request to the management listener is refused. */
enum Refusal {
    NO_TOKEN_CONFIGURED(
            403,
            "FORBIDDEN",
            "this needs a management token, and none is configured: set management.token"
                    + " (PLATFORM_MANAGEMENT_TOKEN or PLATFORM_MANAGEMENT_TOKEN_FILE) and restart the node"),
    TOKEN_MISSING(401, "UNAUTHORIZED", "this needs the management token: send it as Authorization: Bearer <token>"),
    TOKEN_WRONG(401, "UNAUTHORIZED", "the management token is wrong: it must be the value of management.token");

    private final int status;
    private final String code;
    private final String sentence;

    Refusal(int status, String code, String sentence) {
        this.status = status;
        this.code = code;
        this.sentence = sentence;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String sentence() {
        return sentence;
    }
}
