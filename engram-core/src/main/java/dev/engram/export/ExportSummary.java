package dev.engram.export;

import java.nio.file.Path;
import java.util.List;

/**
 * What an {@link ExportJob} did.
 *
 * @param target the folder or file that is there now
 * @param frames how many frames it holds
 * @param withoutMask frames of the range that have no mask: left out, or in videos shown as without
 *     objects
 * @param objects those that were exported
 * @param seconds it took
 */
public record ExportSummary(
    ExportFormat format,
    Path target,
    long frames,
    long withoutMask,
    List<ExportObject> objects,
    double seconds) {}
