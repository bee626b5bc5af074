/** Real PostgreSQL and Redis out of Maven Central, and tokens of players: what the tests and {@code ./dev} run on. */
package io.kgen.protocols.sandbox;
