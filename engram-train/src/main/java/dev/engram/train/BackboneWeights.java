package dev.engram.train;

import dev.engram.checkpoint.Checkpoints;
import dev.engram.checkpoint.StateDict;
import dev.engram.checkpoint.TensorData;
import dev.engram.common.EngramException;
import dev.engram.common.Listing;
import dev.engram.network.stma.Stma;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts a backbone that was trained elsewhere into an STMA, by name: ConvMAE's {@code
 * convmae_base.pth} into a ConvViT, MAE's {@code mae_pretrain_vit_base.pth} into a plain ViT.
 */
final class BackboneWeights {
  private static final String PREFIX = Stma.BACKBONE;
  private static final int LISTED = 8;

  /** The position embedding follows from its formula, for any size of frames. */
  private static final List<String> COMPUTED = List.of("pos_embed");

  private BackboneWeights() {}

  /**
   * @param fresh weights of the whole network
   * @param notes is told which weights the file lacks, and which of its own are not used
   * @return the same with the file's backbone
   * @throws EngramException if the file fits in no entry, or has one of another shape
   */
  static StateDict into(StateDict fresh, Path file, Consumer<String> notes) {
    StateDict given = Checkpoints.read(file);
    StateDict.Builder builder = StateDict.builder();
    List<String> missing = new ArrayList<>();
    List<String> surplus = new ArrayList<>(given.names());
    surplus.removeAll(COMPUTED);
    int taken = 0;
    for (String name : fresh.names()) {
      TensorData own = fresh.find(name).orElseThrow();
      if (name.startsWith(PREFIX)) {
        String theirs = name.substring(PREFIX.length());
        TensorData trained = given.find(theirs).orElse(null);
        surplus.remove(theirs);
        if (trained == null) {
          missing.add(theirs);
        } else {
          requireShape(file, theirs, trained, own);
          own = TensorData.ofFloats(trained.toFloats(), trained.shape());
          taken++;
        }
      }
      builder.add(name, own);
    }
    if (taken == 0) {
      throw new EngramException(
          file
              + ": has no weight of the configuration's backbone. Give ConvMAE's for a convvit,"
              + " MAE's for a vit.");
    }
    notes.accept(
        file.getFileName()
            + ": "
            + taken
            + " weights taken"
            + listed("missing", missing)
            + listed("not used", surplus));
    return builder.build();
  }

  private static void requireShape(Path file, String name, TensorData given, TensorData wanted) {
    if (!Arrays.equals(given.shape(), wanted.shape())) {
      throw new EngramException(
          file
              + ": "
              + name
              + " is "
              + Arrays.toString(given.shape())
              + " instead of "
              + Arrays.toString(wanted.shape())
              + ". Give the channels and depths of the file in the configuration.");
    }
  }

  private static String listed(String what, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    return "; " + names.size() + " " + what + " (" + Listing.ofFirst(LISTED, names) + ")";
  }
}
