/** The studio: a project in the browser, from the first click to the export. */
@NullMarked
package dev.engram.studio;

import org.jspecify.annotations.NullMarked;
