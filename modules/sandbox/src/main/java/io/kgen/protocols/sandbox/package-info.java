/** Real PostgreSQL and Redis servers from Maven Central and tokens of players, for tests and for {@code ./dev}. */
package io.kgen.protocols.sandbox;
