package dev.engram.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON at the start of a safetensors file: which tensor lies where. */
final class SafeTensorsHeader {
  static final String METADATA = "__metadata__";

  private static final int MAX_RANK = 64;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // names come from files that nobody trusts: no table of them outlives the parser
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final Place place;
  private final Map<String, Entry> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafeTensorsHeader(Place place) {
    this.place = place;
  }

  /**
   * Where a tensor lies.
   *
   * @param begin its first byte, counted from the end of the header
   * @param end one after its last byte
   */
  record Entry(String name, ElementType type, List<Long> shape, long begin, long end) {
    long[] shapeArray() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }
  }

  /**
   * Parses a header and checks that its tensors cover the data without gap or overlap.
   *
   * @param dataBytes how many bytes follow the header
   * @throws EngramException if anything in it is not as the format has it
   */
  static SafeTensorsHeader parse(byte[] json, long dataBytes, Place place) {
    SafeTensorsHeader header = new SafeTensorsHeader(place);
    try (JsonParser parser = JSON.createParser(json)) {
      header.object(parser);
      if (parser.nextToken() != null) {
        throw header.broken("something follows its end");
      }
    } catch (JsonProcessingException e) {
      throw place.refuse(
          "its header is no JSON (" + Place.quoted(String.valueOf(e.getOriginalMessage())) + ")",
          Place.GET_AGAIN,
          e);
    } catch (IOException e) {
      throw header.broken(Place.quoted(String.valueOf(e.getMessage())));
    }
    header.checkCover(dataBytes);
    return header;
  }

  /** The tensors in the header's order. */
  Iterable<Entry> entries() {
    return tensors.values();
  }

  /** The tensors in the order of their bytes. */
  List<Entry> byPosition() {
    List<Entry> sorted = new ArrayList<>(tensors.values());
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    return sorted;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  private void object(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw broken("it is no JSON object");
    }
    boolean metadataSeen = false;
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw broken(Place.quoted(name) + " is no JSON object");
      }
      if (!name.equals(METADATA)) {
        if (tensors.putIfAbsent(name, tensor(name, in)) != null) {
          throw broken("it names " + Place.quoted(name) + " twice");
        }
      } else if (metadataSeen) {
        throw broken("it has " + METADATA + " twice");
      } else {
        metadata(in);
        metadataSeen = true;
      }
    }
  }

  private void metadata(JsonParser in) throws IOException {
    for (String key = in.nextFieldName(); key != null; key = in.nextFieldName()) {
      if (in.nextToken() != JsonToken.VALUE_STRING) {
        throw broken("the metadata " + Place.quoted(key) + " is no text");
      }
      if (metadata.putIfAbsent(key, in.getText()) != null) {
        throw broken("it names the metadata " + Place.quoted(key) + " twice");
      }
    }
  }

  private Entry tensor(String name, JsonParser in) throws IOException {
    Place tensor = place.part(Place.quoted(name));
    @Nullable String dtype = null;
    @Nullable List<Long> shape = null;
    @Nullable List<Long> offsets = null;
    for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
      in.nextToken();
      if (field.equals("dtype") && dtype == null && in.hasToken(JsonToken.VALUE_STRING)) {
        dtype = in.getText();
      } else if (field.equals("shape") && shape == null) {
        shape = numbers(in, MAX_RANK, tensor);
      } else if (field.equals("data_offsets") && offsets == null) {
        offsets = numbers(in, 2, tensor);
      } else {
        throw tensor.refuse(
            "its header has " + Place.quoted(field) + ", unknown, twice or of another kind",
            Place.GET_AGAIN);
      }
    }
    if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
      throw tensor.refuse("its header lacks one of dtype, shape, data_offsets", Place.GET_AGAIN);
    }
    String wanted = dtype;
    ElementType type =
        ElementType.named(wanted)
            .orElseThrow(
                () ->
                    tensor.refuse(
                        "its elements are of type " + Place.quoted(wanted) + ", unknown here",
                        "Convert it to F32, F16 or BF16"));
    return checked(new Entry(name, type, shape, offsets.get(0), offsets.get(1)), tensor);
  }

  private static Entry checked(Entry entry, Place tensor) {
    long bytes;
    try {
      bytes = TensorData.byteCount(entry.type(), entry.shapeArray());
    } catch (IllegalArgumentException e) {
      throw tensor.refuse(String.valueOf(e.getMessage()), Place.GET_AGAIN, e);
    }
    // both are at least 0, so the difference cannot overflow
    if (entry.end() - entry.begin() != bytes) {
      throw tensor.refuse(
          "its shape needs "
              + bytes
              + " bytes, its place in the file is "
              + entry.begin()
              + " to "
              + entry.end(),
          Place.GET_AGAIN);
    }
    return entry;
  }

  private List<Long> numbers(JsonParser in, int most, Place tensor) throws IOException {
    if (!in.hasToken(JsonToken.START_ARRAY)) {
      throw tensor.refuse("its shape or place is no JSON array", Place.GET_AGAIN);
    }
    List<Long> numbers = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (!in.hasToken(JsonToken.VALUE_NUMBER_INT)
          || in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || in.getLongValue() < 0) {
        throw tensor.refuse("a size or offset is no whole number of at least 0", Place.GET_AGAIN);
      }
      if (numbers.size() == most) {
        throw tensor.refuse("its shape or place has too many numbers", Place.GET_AGAIN);
      }
      numbers.add(in.getLongValue());
    }
    return List.copyOf(numbers);
  }

  private void checkCover(long dataBytes) {
    long covered = 0;
    for (Entry entry : byPosition()) {
      if (entry.begin() != covered) {
        throw place
            .part(Place.quoted(entry.name()))
            .refuse(
                entry.begin() < covered
                    ? "shares bytes with another tensor"
                    : "leaves a gap before itself",
                Place.GET_AGAIN);
      }
      covered = entry.end();
    }
    if (covered != dataBytes) {
      throw place.refuse(
          "its tensors need " + covered + " bytes, but there are " + dataBytes, Place.GET_AGAIN);
    }
  }

  private EngramException broken(String why) {
    return place.refuse("its header is damaged: " + why, Place.GET_AGAIN);
  }
}
