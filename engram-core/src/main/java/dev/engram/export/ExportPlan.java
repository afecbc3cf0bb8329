package dev.engram.export;

import java.nio.file.Path;
import java.util.List;

/**
 * What a format's writer knows before the first frame.
 *
 * @param target the file, or the folder that is filled before it gets its name
 * @param title of the export: the video's name without its extension
 * @param objects the chosen ones, by ascending label
 * @param width pixels a row of every frame
 * @param height rows
 * @param frameRate frames a second, above 0
 * @param frames how many the whole video has
 * @param first the first frame of the range
 * @param last the last frame of the range
 */
record ExportPlan(
    Path target,
    String title,
    List<ExportObject> objects,
    ExportOptions options,
    int width,
    int height,
    double frameRate,
    long frames,
    long first,
    long last) {}
