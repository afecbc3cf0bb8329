/**
 * Results on their way to other programs: as masks, mattes, videos with and without alpha, and
 * annotation files.
 *
 * <p>{@link dev.engram.export.ExportJob} writes one {@link dev.engram.export.ExportFormat} of an
 * {@link dev.engram.export.ExportInput}, a frame at a time.
 */
@NullMarked
package dev.engram.export;

import org.jspecify.annotations.NullMarked;
