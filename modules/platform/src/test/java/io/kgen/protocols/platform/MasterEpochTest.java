package io.kgen.protocols.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterEpochTest {

    private static final String SERVER = "# Server\r\nredis_version:7.0.15\r\nrun_id:0123456789abcdef\r\n";
    private static final String REPLICATION =
            "# Replication\r\nrole:master\r\nmaster_replid:fedcba9876543210\r\nmaster_replid2:0000000000000000\r\n";

    @Test
    void isNamedByTheRunAndTheReplication() {
        assertThat(MasterEpoch.read(SERVER, REPLICATION).name()).isEqualTo("01234567fedcba98");
    }

    @ParameterizedTest
    @CsvSource({"role:master,role:slave", "master_replid:,replid:", "run_id:,id:"})
    void whoeverDoesNotSayAllOfItIsNoMaster(String said, String saidInstead) {
        assertThatExceptionOfType(RedisUnavailableException.class)
                .isThrownBy(() ->
                        MasterEpoch.read(SERVER.replace(said, saidInstead), REPLICATION.replace(said, saidInstead)))
                .matches(RedisUnavailableException::isNoMaster);
    }
}
