/** What takes time: one worker with the model, that propagates and suggests; exports beside it. */
@NullMarked
package dev.engram.studio.work;

import org.jspecify.annotations.NullMarked;
