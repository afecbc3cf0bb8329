package dev.engram.checkpoint;

import dev.engram.common.EngramException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the state dict in a file of {@code torch.save}. */
final class TorchStateDict {
  /** The names under which training programs put the weights beside their optimiser's state. */
  private static final List<String> USUAL_KEYS =
      List.of("state_dict", "model_state_dict", "model", "network", "net", "weights");

  /**
   * How many times the file's size may go into rearranged copies; a file whose tensors share
   * nothing needs one.
   */
  private static final long COPIES = 4;

  private TorchStateDict() {}

  /**
   * The tensors of a state dict, or of the one dict of tensors within a training checkpoint.
   *
   * @throws EngramException if the file is damaged or holds anything else
   */
  static StateDict read(Path file, long fileSize) {
    Place place = Place.of(file);
    try (TorchArchive archive = TorchArchive.open(file, fileSize)) {
      Pickled root = PickleReader.read(archive.pickle(), place);
      StateDict.Builder out = StateDict.builder().source(file);
      long copied = 0;
      for (Map.Entry<String, Pickled.Tensor> entry : tensorsOf(root, place).entrySet()) {
        StridedView view =
            StridedView.of(entry.getValue(), place.part(Place.quoted(entry.getKey())));
        if (!view.isContiguous()) {
          copied += view.byteCount();
        }
        if (copied > COPIES * fileSize) {
          throw place.refuse(
              "its tensors are views that unfold to many times the file's size",
              "Save every tensor as tensor.contiguous()");
        }
        out.add(entry.getKey(), view.from(archive.storage(entry.getValue().storage())));
      }
      return out.build();
    }
  }

  private static Map<String, Pickled.Tensor> tensorsOf(Pickled root, Place place) {
    if (!(root instanceof Pickled.Dict dict)) {
      throw place.refuse("holds no dict of tensors", PickleReader.SAVE_AGAIN);
    }
    Map<String, Pickled.Tensor> tensors = allTensors(dict);
    if (!tensors.isEmpty()) {
      return tensors;
    }
    Map<String, Map<String, Pickled.Tensor>> nested = new LinkedHashMap<>();
    dict.entries()
        .forEach(
            (key, value) -> {
              if (key instanceof Pickled.Text name && value instanceof Pickled.Dict inner) {
                nested.put(name.value(), allTensors(inner));
              }
            });
    nested.values().removeIf(Map::isEmpty);
    for (String key : USUAL_KEYS) {
      Map<String, Pickled.Tensor> found = nested.get(key);
      if (found != null) {
        return found;
      }
    }
    if (nested.size() == 1) {
      return nested.values().iterator().next();
    }
    throw place.refuse(
        nested.isEmpty()
            ? "holds no dict whose values are all tensors"
            : "holds several dicts of tensors ("
                + String.join(", ", nested.keySet().stream().map(Place::quoted).toList())
                + ")",
        PickleReader.SAVE_AGAIN);
  }

  /** The dict's entries if every one is a tensor with a name, nothing otherwise. */
  private static Map<String, Pickled.Tensor> allTensors(Pickled.Dict dict) {
    Map<String, Pickled.Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<Pickled, Pickled> entry : dict.entries().entrySet()) {
      if (entry.getKey() instanceof Pickled.Text name
          && entry.getValue() instanceof Pickled.Tensor tensor) {
        tensors.put(name.value(), tensor);
      } else {
        return Map.of();
      }
    }
    return tensors;
  }
}
