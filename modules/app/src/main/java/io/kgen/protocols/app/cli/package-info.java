/** The command line: one class for each command. */
package io.kgen.protocols.app.cli;
