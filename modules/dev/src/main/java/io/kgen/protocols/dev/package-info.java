/** The program of {@code ./dev}: sandbox, application, demo data, banner, and the command {@code ./dev token}. */
package io.kgen.protocols.dev;
