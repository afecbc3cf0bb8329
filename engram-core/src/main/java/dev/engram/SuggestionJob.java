package dev.engram;

import dev.engram.checkpoint.NpyFile;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import dev.engram.mask.LabelMap;
import dev.engram.mask.MaskEntry;
import dev.engram.mask.MaskReader;
import dev.engram.mask.MaskSet;
import dev.engram.network.EncodedFrame;
import dev.engram.network.FrameEncoder;
import dev.engram.network.SegmentationNetwork;
import dev.engram.network.SoftAggregation;
import dev.engram.suggest.FrameKeys;
import dev.engram.suggest.FrameSuggester;
import dev.engram.suggest.Suggestion;
import dev.engram.suggest.SuggestionOptions;
import dev.engram.suggest.Uncertainty;
import dev.engram.tensor.Tensor;
import dev.engram.tensor.TensorScope;
import dev.engram.tensor.TensorType;
import dev.engram.tensor.Tensors;
import dev.engram.video.Frame;
import dev.engram.video.FrameAccess;
import dev.engram.video.FrameSource;
import dev.engram.video.PrefetchingSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** From a video, its references and its masks on disk to the frames to annotate next (XMem++). */
public final class SuggestionJob {
  private final Engram engram;
  private final SegmenterOptions options;
  private final SuggestionOptions suggestion;
  private final Set<Integer> labels;

  /**
   * @param suggestion its objects are set from {@code labels}
   * @param labels of the objects that it is about; empty for all
   */
  public SuggestionJob(
      Engram engram, SegmenterOptions options, SuggestionOptions suggestion, Set<Integer> labels) {
    this.engram = engram;
    this.options = options;
    this.suggestion = suggestion;
    this.labels = Set.copyOf(labels);
  }

  /**
   * A frame to annotate.
   *
   * @param name the frame's, under which a mask would be found
   */
  public record Named(String name, Suggestion suggestion) {}

  /**
   * Looks at every frame, then compares them.
   *
   * @param references masks of the frames that are annotated
   * @param predictions a folder with the masks of all others, as {@link SegmentationJob} writes
   *     them; where it holds their probabilities too, these say how unsure they are
   * @param k how many frames to suggest
   * @param monitor hears of the frames that were looked at
   * @return the most wanted first; fewer if no other frame is unlike those
   * @throws EngramException if anything is amiss with what the user gave
   */
  public List<Named> run(
      FrameAccess video, MaskSet references, Path predictions, int k, JobMonitor monitor) {
    try (FrameKeys keys = FrameKeys.temporary(TensorType.FLOAT16)) {
      return run(video, references, predictions, k, keys, monitor);
    }
  }

  /**
   * As {@link #run(FrameAccess, MaskSet, Path, int, JobMonitor)}, without looking again at frames
   * that were seen already, in an earlier call or by {@link VideoSegmenter#keepKeys}.
   *
   * @param keys of the same model and size of frames; gains the frames that it lacks, and the masks
   *     of the references. Keys of a network that associates frames stay as they were seen in the
   *     light of the references of then. Masks of other frames stay as they were. It stays the
   *     caller's
   * @throws IllegalArgumentException if it is not about all objects, though frames are known whose
   *     masks may be of others
   */
  public List<Named> run(
      FrameAccess video,
      MaskSet references,
      Path predictions,
      int k,
      FrameKeys keys,
      JobMonitor monitor) {
    if (!labels.isEmpty() && !keys.frames().isEmpty()) {
      throw new IllegalArgumentException("known masks do not say which objects they are of");
    }
    if (!engram.network().readsMemory()) {
      throw new EngramException(
          "The model has no temporal memory, and so no keys to compare frames by. Take one that"
              + " has.");
    }
    if (k < 1) {
      throw new EngramException("k is " + k + ". Give 1 or more.");
    }
    SortedMap<Integer, LabelMap> annotated = annotated(video, references);
    List<Integer> objects = objects(annotated);
    Set<Integer> rows = new HashSet<>();
    for (int label : labels) {
      if (!objects.contains(label)) {
        throw new EngramException(
            "object " + label + ": no reference shows it. There are " + objects + ".");
      }
      rows.add(objects.indexOf(label));
    }
    look(video, annotated, objects, predictions, keys, monitor);
    FrameSuggester suggester =
        new FrameSuggester(keys, suggestion.withObjects(rows), engram.network().device());
    annotated.keySet().forEach(suggester::annotate);
    return suggester
        .suggest(
            k,
            compared -> {
              if (monitor.stopRequested()) {
                throw new EngramException("stopped here, as asked. Nothing was written.");
              }
            })
        .stream()
        .map(each -> new Named(Frame.nameOf(video.names(), each.frame()), each))
        .toList();
  }

  private static SortedMap<Integer, LabelMap> annotated(FrameAccess video, MaskSet references) {
    SortedMap<Integer, LabelMap> annotated = new TreeMap<>();
    for (Map.Entry<Integer, MaskEntry> each :
        JobMasks.match(video, references, FrameRange.all()).byFrame().entrySet()) {
      annotated.put(each.getKey(), each.getValue().read(video.width(), video.height()).labels());
    }
    return annotated;
  }

  private static List<Integer> objects(SortedMap<Integer, LabelMap> annotated) {
    Set<Integer> objects = new TreeSet<>();
    annotated.values().forEach(map -> Arrays.stream(map.labels()).forEach(objects::add));
    if (objects.isEmpty()) {
      throw new EngramException("--masks: no mask shows an object. Annotate one first.");
    }
    return new ArrayList<>(objects);
  }

  private void look(
      FrameAccess video,
      SortedMap<Integer, LabelMap> annotated,
      List<Integer> objects,
      Path predictions,
      FrameKeys keys,
      JobMonitor monitor) {
    FrameGeometry g =
        new FrameGeometry(
            video.width(),
            video.height(),
            options,
            engram.network().stride(),
            engram.network().device());
    annotated.forEach(
        (frame, map) -> {
          if (keys.contains(frame)) {
            try (TensorScope scope = TensorScope.open()) {
              keys.replaceMasks(frame, g.masks(map, objects).unsqueeze(1), 0);
            }
          }
        });
    MaskReader reader = new MaskReader();
    long count = 0;
    SegmentationNetwork network = engram.network();
    try (FrameEncoder encoder = network.open(options.spatialFrames());
        FrameSource source = new PrefetchingSource(unseen(video, keys))) {
      encoder.setObjects(objects);
      if (!network.encodesFramesAlone()) {
        putReferences(encoder, video, g, annotated);
      }
      for (Frame frame = source.next(); frame != null; frame = source.next()) {
        int index = Math.toIntExact(frame.index());
        LabelMap own = annotated.get(index);
        LabelMap map = own == null ? predicted(frame, predictions, reader) : own;
        try (TensorScope scope = TensorScope.open()) {
          EncodedFrame encoded = encoder.encode(network.imageFeatures(g.image(frame)));
          Tensor masks = g.masks(map, objects).unsqueeze(1);
          double unsure = own == null ? uncertainty(frame, predictions) : 0;
          keys.append(
              index, encoded.key(), encoded.shrinkage(), encoded.selection(), masks, unsure);
        }
        count++;
        monitor.onFrame(count, video.frameCount());
        if (monitor.stopRequested()) {
          throw new EngramException(frame.place() + ": stopped here, as asked.");
        }
      }
    }
  }

  /** The frames that first show an object, in whose light the network is to see all others. */
  private void putReferences(
      FrameEncoder encoder,
      FrameAccess video,
      FrameGeometry g,
      SortedMap<Integer, LabelMap> annotated) {
    Set<Integer> shown = new HashSet<>();
    TreeSet<Long> first = new TreeSet<>();
    annotated.forEach(
        (frame, map) -> {
          if (shown.addAll(Arrays.stream(map.labels()).boxed().toList())) {
            first.add(frame.longValue());
          }
        });
    try (FrameSource source = video.chosen(first)) {
      for (Frame frame = source.next(); frame != null; frame = source.next()) {
        LabelMap map = Objects.requireNonNull(annotated.get(Math.toIntExact(frame.index())));
        List<Integer> objects = Arrays.stream(map.labels()).boxed().toList();
        try (TensorScope scope = TensorScope.open()) {
          Tensor masks = SoftAggregation.aggregate(g.masks(map, objects));
          encoder.putReference(
              frame.index(),
              engram.network().imageFeatures(g.image(frame)),
              masks.narrow(0, 1, objects.size()).unsqueeze(1),
              objects);
        }
      }
    }
  }

  private static FrameSource unseen(FrameAccess video, FrameKeys keys) {
    if (keys.frames().isEmpty()) {
      return video.forward(0);
    }
    TreeSet<Long> missing = new TreeSet<>();
    LongStream.range(0, video.countFrames())
        .filter(frame -> !keys.contains((int) frame))
        .forEach(missing::add);
    return video.chosen(missing);
  }

  private static LabelMap predicted(Frame frame, Path predictions, MaskReader reader) {
    Path file = predictions.resolve(frame.name() + ".png");
    if (!Files.exists(file)) {
      throw new EngramException(
          file + ": is missing. Segment the whole video first, with 'engram segment'.");
    }
    LabelMap map = reader.read(file).labels();
    if (map.width() != frame.width() || map.height() != frame.height()) {
      throw new EngramException(
          String.format(
              "%s: %dx%d, but the frames are %dx%d. Give what 'engram segment' wrote.",
              file, map.width(), map.height(), frame.width(), frame.height()));
    }
    return map;
  }

  private static double uncertainty(Frame frame, Path predictions) {
    Path file = predictions.resolve("probabilities").resolve(frame.name() + ".npy");
    if (!Files.exists(file)) {
      return 0;
    }
    TensorData planes = NpyFile.read(file);
    long[] shape = planes.shape();
    try (TensorScope scope = TensorScope.open()) {
      Tensor all = Tensors.of(planes.toFloats(), shape);
      return Uncertainty.of(all.narrow(0, 1, shape[0] - 1).unsqueeze(1));
    }
  }
}
