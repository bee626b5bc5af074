package io.kgen.protocols.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "link", description = "Links a mobile number to a player, by the rules of every link.")
final class NumberLinkCommand implements Runnable {

    private final CommonOptions common;

    @Mixin
    private PlayerOptions player;

    @Option(
            names = "--phone",
            required = true,
            paramLabel = "NUMBER",
            description = "In international form, or in national form with --region.")
    private String phone;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "The region of a number in national form, such as IN.")
    private String region;

    @Option(names = "--replace", description = "Replaces another number of this player.")
    private boolean replace;

    @Option(names = "--wallet-address", paramLabel = "ADDRESS", description = "Kept with the number.")
    private String walletAddress;

    @Option(names = "--indigg-wallet-address", paramLabel = "ADDRESS", description = "Kept with the number.")
    private String indiggWalletAddress;

    @Option(names = "--namespaced-third-party-user-id", paramLabel = "ID", description = "Kept with the number.")
    private String namespacedThirdPartyUserId;

    @Option(names = "--kgen-id", paramLabel = "ID", description = "Kept with the number.")
    private String kgenId;

    @Mixin
    private ManagementOptions management;

    @Mixin
    private OutputOption output;

    NumberLinkCommand(CommonOptions common) {
        this.common = common;
    }

    @Override
    public void run() {
        // A null field is an absent one.
        var request = player.request()
                .put("phone", phone)
                .put("region", region)
                .put("replace", replace)
                .put("walletAddress", walletAddress)
                .put("indiggWalletAddress", indiggWalletAddress)
                .put("namespacedThirdPartyUserId", namespacedThirdPartyUserId)
                .put("kgenId", kgenId);
        var reply = management.client(common).call("users.linked-number.link", request, ManagementClient.TIMEOUT);
        output.print(common.out(), reply);
    }
}
