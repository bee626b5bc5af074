/** The PostgreSQL client, the migrations, and the registry of tables with data of players. */
package io.kgen.protocols.postgres;
