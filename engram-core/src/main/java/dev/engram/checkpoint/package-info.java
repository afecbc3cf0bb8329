/**
 * Weights in files: state dicts as torch and safetensors write them, and NumPy arrays.
 *
 * <p>Reading runs nothing that a file asks for, checks every size before memory is taken for it,
 * and says in one line what is wrong with a file that cannot be read. What the weights mean is not
 * known here.
 */
@NullMarked
package dev.engram.checkpoint;

import org.jspecify.annotations.NullMarked;
