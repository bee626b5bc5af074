/** What every verticle stands on: typed configuration, PostgreSQL, Redis, migrations and the serving side of the bus. */
package io.kgen.protocols.platform;
