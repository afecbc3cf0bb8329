/**
 * What a training run tells of itself: its log as JSON lines, and a page of curves and pictures.
 */
@NullMarked
package dev.engram.train.report;

import org.jspecify.annotations.NullMarked;
