/**
 * A project folder: where a video is, the masks that the user gave as references, and settings, as
 * plain files that people can read, copy and keep under version control.
 *
 * <p>{@link dev.engram.project.Project} is the folder; {@link dev.engram.project.MaskImport} makes
 * one of a video and masks that exist already, and says what it understood before it writes.
 */
@NullMarked
package dev.engram.project;

import org.jspecify.annotations.NullMarked;
