package io.kgen.protocols.sandbox;

/** Address and credentials of a database of the sandbox, independent of any driver. */
public record PostgresAddress(String host, int port, String database, String user, String password) {

    /** The same database at another port, such as the port of a {@link TcpProxy}. */
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
