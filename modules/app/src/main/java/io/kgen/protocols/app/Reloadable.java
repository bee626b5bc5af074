package io.kgen.protocols.app;

import io.vertx.core.Future;

/** A part of the node that can take a new configuration while it runs. It takes what it can change and ignores the rest. */
@FunctionalInterface
interface Reloadable {

    /** Does not fail for a valid configuration: everything that can be wrong with it was found when it was read. */
    Future<?> reload(AppConfig config);
}
