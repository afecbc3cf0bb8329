/** What networks have in common around their backbones: keys, values, decoder, as XMem has them. */
@NullMarked
package dev.engram.network.parts;

import org.jspecify.annotations.NullMarked;
