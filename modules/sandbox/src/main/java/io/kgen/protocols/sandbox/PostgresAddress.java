package io.kgen.protocols.sandbox;

/** Where a database of the sandbox is and who may connect to it, in values that belong to no driver. */
public record PostgresAddress(String host, int port, String database, String user, String password) {

    /** The same database, reached through another port, such as that of a {@link TcpProxy}. */
    public PostgresAddress withPort(int otherPort) {
        return new PostgresAddress(host, otherPort, database, user, password);
    }

    /** Another database of the same server. */
    public PostgresAddress withDatabase(String otherDatabase) {
        return new PostgresAddress(host, port, otherDatabase, user, password);
    }

    public PostgresAddress withUser(String otherUser, String otherPassword) {
        return new PostgresAddress(host, port, database, otherUser, otherPassword);
    }

    /** Without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }
}
