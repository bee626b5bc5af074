/** Who is calling: the tokens of players, and the credentials of the store's server. */
package io.kgen.protocols.gateway.auth;
