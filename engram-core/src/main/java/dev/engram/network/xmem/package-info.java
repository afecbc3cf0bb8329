/** XMem (Cheng and Schwing, ECCV 2022), of any width and trunk that its weights describe. */
@NullMarked
package dev.engram.network.xmem;

import org.jspecify.annotations.NullMarked;
