package dev.engram.checkpoint;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A network's weights by name, in the order of the file. Immutable, for any number of threads. */
public final class StateDict {
  private final Map<String, TensorData> tensors;
  private final Map<String, String> metadata;
  private final @Nullable Path source;

  private StateDict(Builder builder) {
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(builder.tensors));
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(builder.metadata));
    this.source = builder.source;
  }

  /** Starts an empty one. */
  public static Builder builder() {
    return new Builder();
  }

  /** The names, in order; unmodifiable. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** The tensor of that name, if there is one. */
  public Optional<TensorData> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /** Whether there is a tensor of that name. */
  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  /** The number of tensors. */
  public int size() {
    return tensors.size();
  }

  /** The number of elements in all tensors together, buffers such as running means included. */
  public long parameterCount() {
    return tensors.values().stream().mapToLong(TensorData::elementCount).sum();
  }

  /** What a safetensors file says of itself under {@code __metadata__}; empty for other files. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Tells these weights from others: eight hexadecimal digits over names and values. */
  public String checksum() {
    CRC32C sum = new CRC32C();
    tensors.forEach(
        (name, tensor) -> {
          sum.update((name + " " + tensor).getBytes(StandardCharsets.UTF_8));
          sum.update(tensor.bytes());
        });
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }

  /** The file that this was read from, for messages; nothing if it was made in memory. */
  public Optional<Path> source() {
    return Optional.ofNullable(source);
  }

  /**
   * The same weights with every floating-point tensor in one type, rounded to the nearest where it
   * is narrower; whole numbers and tensors of that type already are shared, not copied.
   *
   * @param type F32, F16 or BF16
   * @throws IllegalArgumentException if the type is another one
   */
  public StateDict withFloatsAs(ElementType type) {
    Builder out = builder();
    tensors.forEach(
        (name, tensor) ->
            out.add(
                name,
                tensor.type().isFloating() && tensor.type() != type
                    ? TensorData.ofFloats(type, tensor.toFloats(), tensor.shape())
                    : tensor));
    metadata.forEach(out::metadata);
    out.source = source;
    return out.build();
  }

  /** Collects the tensors of a {@link StateDict}. */
  public static final class Builder {
    private final Map<String, TensorData> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private @Nullable Path source;

    private Builder() {}

    /**
     * Appends a tensor.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public Builder add(String name, TensorData tensor) {
      if (tensors.putIfAbsent(name, tensor) != null) {
        throw new IllegalArgumentException("two tensors are named " + name);
      }
      return this;
    }

    /** Sets one line of {@link StateDict#metadata()}. */
    public Builder metadata(String key, String value) {
      metadata.put(key, value);
      return this;
    }

    /** Sets the file that messages name. */
    public Builder source(Path file) {
      source = file;
      return this;
    }

    /** What was collected until now. */
    public StateDict build() {
      return new StateDict(this);
    }
  }
}
