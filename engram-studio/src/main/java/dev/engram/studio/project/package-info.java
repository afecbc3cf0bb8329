/**
 * A project under the user's hand: its objects and references, every change of which can be undone.
 */
@NullMarked
package dev.engram.studio.project;

import org.jspecify.annotations.NullMarked;
