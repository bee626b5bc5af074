/** The listener of the platform team: its routes, its access control and its larger endpoints. */
package io.kgen.protocols.app.management;
