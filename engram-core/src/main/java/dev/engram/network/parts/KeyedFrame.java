package dev.engram.network.parts;

import dev.engram.network.EncodedFrame;
import dev.engram.tensor.Tensor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A frame whose key, shrinkage and selection are computed when they are first asked for. */
public abstract class KeyedFrame implements EncodedFrame {
  private final Placement placement;
  private final @Nullable KeyProjection projection;
  private final Tensor f16;
  private @Nullable Tensor key;
  private @Nullable Tensor shrinkage;
  private @Nullable Tensor selection;

  /**
   * @param projection null for a network that reads no memory, of which nobody asks keys
   * @param f16 features at stride 16, [1, in, h, w]
   */
  protected KeyedFrame(Placement placement, @Nullable KeyProjection projection, Tensor f16) {
    this.placement = placement;
    this.projection = projection;
    this.f16 = f16;
  }

  /** The features that the keys are made of. */
  protected Tensor f16() {
    return f16;
  }

  @Override
  public Tensor key() {
    if (key == null) {
      key = projected(p -> p.key(f16));
    }
    return key;
  }

  @Override
  public Tensor shrinkage() {
    if (shrinkage == null) {
      shrinkage = projected(p -> p.shrinkage(f16));
    }
    return shrinkage;
  }

  @Override
  public Tensor selection() {
    if (selection == null) {
      selection = projected(p -> p.selection(f16));
    }
    return selection;
  }

  private Tensor projected(Function<KeyProjection, Tensor> part) {
    KeyProjection own = projection;
    if (own == null) {
      throw new IllegalStateException("the network reads no memory, and has no keys for one");
    }
    return placement.compute(() -> part.apply(own));
  }
}
