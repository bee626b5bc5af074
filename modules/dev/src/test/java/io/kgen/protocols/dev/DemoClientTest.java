package io.kgen.protocols.dev;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoClientTest {

    @Test
    void hasThePermissionsOfTheContract() {
        assertThat(DemoClient.principals("the token"))
                .startsWith("[{\"name\":\"demo\",\"token\":\"the token\",\"send\":[")
                .containsPattern("\"send\":\\[[^]]*\"users.linked-number.find\"[^]]*\"kstore.erase\"[^]]*]")
                .containsPattern("\"subscribe\":\\[[^]]*\"users.linked-number.changed\"[^]]*]");
    }
}
