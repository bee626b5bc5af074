/** The published contracts as documents, and the page that shows them. */
package io.kgen.protocols.gateway.docs;
