/** What {@code ./dev} starts: the sandbox, the application on it, demo data, a banner; and {@code ./dev token}. */
package io.kgen.protocols.dev;
