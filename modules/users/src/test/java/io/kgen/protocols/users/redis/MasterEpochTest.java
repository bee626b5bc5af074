package io.kgen.protocols.users.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterEpochTest {

    private static final String SERVER = "# Server\r\nredis_version:7.0.15\r\nrun_id:0123456789abcdef\r\n";
    private static final String REPLICATION = "# Replication\r\nrole:master\r\nmaster_replid:fedcba9876543210\r\n";

    @Test
    void parsesTheRunIdOfTheMaster() {
        assertThat(MasterEpoch.parse(SERVER, REPLICATION)).isEqualTo("0123456789abcdef");
    }

    @ParameterizedTest
    @CsvSource({"role:master,role:slave", "run_id:,id:"})
    void rejectsAReplicaAndAServerWithoutARunId(String text, String replacement) {
        assertThatExceptionOfType(RedisUnavailableException.class)
                .isThrownBy(() ->
                        MasterEpoch.parse(SERVER.replace(text, replacement), REPLICATION.replace(text, replacement)))
                .withMessage("it is not the master");
    }
}
