/** An internal service that runs tournaments: a worked example of asking the platform over its bus. */
package io.kgen.protocols.examples.tournament;
