/** The keys of the issuers of tokens: which ones are trusted, and the key sets that are fetched from their providers. */
package io.kgen.protocols.gateway.keys;
