/** Layers that networks share: convolutions with folded normalisation, ResNet, CBAM, fusion. */
@NullMarked
package dev.engram.nn;

import org.jspecify.annotations.NullMarked;
