package io.kgen.protocols.dev;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.PostgresAddress;
import java.util.Map;
import java.util.OptionalInt;

/** The text after the start. Each curl line is complete, so that it works when pasted. */
record Banner(
        int httpPort,
        int managementPort,
        OptionalInt bridgePort,
        PostgresAddress postgres,
        String storeClientId,
        Map<DevSecret, String> secrets) {

    /** Uses Python, because a frame begins with its binary length. */
    private static final String ASK_THE_BRIDGE = """
            A request over the TCP bridge, as a service in any language sends it:

            # {"type":"message","address":"r1","headers":{},"body":{"userId":"1234","namespacedThirdPartyUserId":"","walletAddress":"","indiggWalletAddress":"","linkedPhone":"1234567890","kgenId":""},"send":true}
            python3 -c 'import socket,struct; s = socket.create_connection(("127.0.0.1", %1$d)); f = b\"""{"type":"send","address":"users.linked-number.find","replyAddress":"r1","headers":{"token":"%2$s"},"body":{"issuer":"demo","userId":"1234"}}\"""; s.sendall(struct.pack(">i", len(f)) + f); r = s.makefile("rb"); print(r.read(struct.unpack(">i", r.read(4))[0]).decode())'

            """;

    String text() {
        return """

                platform-protocols is ready.

                  HTTP         http://localhost:%1$d
                  API docs     http://localhost:%1$d/docs
                  management   http://localhost:%2$d/ready
                  PostgreSQL   psql %3$s
                %8$s
                Player "1234" has a linked number, player "5678" has none. Their tokens are valid for 24 hours:

                  1234   %4$s
                  5678   %5$s

                Other tokens: ./dev token --issuer demo --user 1234. Example requests:

                # {"UserID":"1234","NameSpacedThirdPartyUserID":"","WalletAddress":"","IndiggWalletAddress":"","LinkedPhone":"1234567890","KGenID":""}
                curl -H 'user-jwt-token: %4$s' http://localhost:%1$d/fe/users/account/linked-mobile-number

                # {"msg":"event dropped successfully"}
                curl -H 'user-jwt-token: %4$s' -H 'Content-Type: application/json' --data '{"attr1":"attr1Value","attr3":"attr3Value","attr4":"attr4Value"}' http://localhost:%1$d/fe/analytics/px-tracker/events/testEventID/drop

                # {"url":"https://indigg-uat.reciproci.com/store"}, and a one-time ?code=... in it for player 1234
                curl -X POST -H 'user-jwt-token: %5$s' http://localhost:%1$d/fe/users/k-store/generate-redirect-uri

                # [{"type":"Tournament","typeValue":5,"result":"Won","occurredAtText":"2021-06-01T12:00:00Z","mode":"Quick","buyInStake":100,"amountWon":500},{"type":"Tournament","typeValue":0,"result":"You Lost","occurredAtText":"","mode":"Quick","buyInStake":10,"amountWon":0}]
                curl -H 'user-jwt-token: %4$s' http://localhost:%1$d/fe/esports/statistics/historic

                # {"played":2,"won":1,"lost":1,"staked":110,"amountWon":500,"net":390,"byMonth":[{"month":"2021-06","played":1,"won":1,"staked":100,"amountWon":500}]}
                curl -H 'user-jwt-token: %4$s' http://localhost:%1$d/fe/esports/statistics/summary

                A request of the store's server, with a new code:

                # {"issuer":"demo","userId":"1234","namespacedThirdPartyUserId":"","walletAddress":"","linkedPhone":"1234567890"}
                curl -H 'x-client-id: %6$s' -H 'x-client-secret: %7$s' -H 'Content-Type: application/json' --data '{"code":"'$(curl -s -X POST -H 'user-jwt-token: %4$s' http://localhost:%1$d/fe/users/k-store/generate-redirect-uri | sed 's/.*code=//; s/".*//')'"}' http://localhost:%1$d/s2s/k-store/redeem

                Commands of an operator, on this machine in the directory of ./dev; --help lists all:

                PLATFORM_MANAGEMENT_TOKEN=%10$s java -XX:+ExitOnOutOfMemoryError -jar modules/app/target/platform-protocols.jar number find --issuer demo --user 1234 --management-url http://127.0.0.1:%2$d
                curl -X PUT -H 'Authorization: Bearer %10$s' --data '{"level":"DEBUG"}' http://127.0.0.1:%2$d/loggers/io.kgen.protocols

                %9$sCtrl-C stops everything; the data stays in .sandbox/ until ./dev --reset.
                """.formatted(
                        httpPort,
                        managementPort,
                        psqlUrl(),
                        token(DemoData.LINKED),
                        token(DemoData.UNLINKED),
                        storeClientId,
                        secrets.get(DevSecret.STORE),
                        bridge("  bridge       127.0.0.1:%d, token %s\n"),
                        bridge(ASK_THE_BRIDGE),
                        secrets.get(DevSecret.MANAGEMENT));
    }

    private String bridge(String text) {
        return bridgePort.isEmpty() ? "" : text.formatted(bridgePort.getAsInt(), secrets.get(DevSecret.BRIDGE));
    }

    private String psqlUrl() {
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(postgres.user(), postgres.password(), postgres.host(), postgres.port(), postgres.database());
    }

    private String token(PlayerId player) {
        return PlayerToken.of(player.issuer(), player.userId()).signedBy(secrets.get(DevSecret.TOKENS));
    }
}
