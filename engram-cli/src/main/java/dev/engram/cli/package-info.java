/** The {@code engram} command: parses, calls, prints. */
@NullMarked
package dev.engram.cli;

import org.jspecify.annotations.NullMarked;
