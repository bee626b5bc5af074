/** The format and the levels of the log. */
package io.kgen.protocols.app.logging;
