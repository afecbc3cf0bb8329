/**
 * A thin, safe layer over libtorch: tensors that belong to scopes, devices and element types as
 * values, and the operators that the networks need.
 *
 * <p>Nothing outside this package touches libtorch's own classes. Every tensor belongs to the
 * innermost {@link dev.engram.tensor.TensorScope} of the thread that made it and is freed with it,
 * unless it is passed to the enclosing scope or adopted by a {@link dev.engram.tensor.TensorArena};
 * making one outside of any scope is an error, so nothing can leak.
 */
@NullMarked
package dev.engram.tensor;

import org.jspecify.annotations.NullMarked;
