package dev.engram.train;

import dev.engram.common.AtomicFile;
import dev.engram.common.EngramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A mapping of a configuration file; knows which of its keys were asked for. */
final class YamlNode {
  private final String place;
  private final Map<?, ?> values;
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<YamlNode> children = new ArrayList<>();

  private YamlNode(String place, Map<?, ?> values) {
    this.place = place;
    this.values = values;
  }

  /**
   * Reads a file.
   *
   * @throws EngramException if it is missing or no YAML mapping
   */
  static YamlNode read(Path file) {
    return parse(file, text(file));
  }

  /**
   * The text of a file.
   *
   * @throws EngramException if it is missing
   */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new EngramException(
          file + ": cannot be read (" + AtomicFile.reason(e) + "). Check the path.", e);
    }
  }

  /** As {@link #read}, of a text that came from {@code file}. */
  static YamlNode parse(Path file, String text) {
    try {
      Object root = new Load(LoadSettings.builder().build()).loadFromString(text);
      if (root instanceof Map<?, ?> map) {
        return new YamlNode(file.toString(), map);
      }
      throw new EngramException(file + ": no configuration. Give a YAML file of keys and values.");
    } catch (YamlEngineException e) {
      String why = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
      throw new EngramException(file + ": no YAML: " + why + ". Mend it there.", e);
    }
  }

  private @Nullable Object find(String key) {
    asked.add(key);
    return values.get(key);
  }

  private Object require(String key) {
    Object value = find(key);
    if (value == null) {
      throw new EngramException(place + ": " + key + " is missing. Add it.");
    }
    return value;
  }

  private EngramException wrong(String key, Object value, String expected) {
    return new EngramException(place + ": " + key + " is " + value + ". Give " + expected + ".");
  }

  double number(String key) {
    Object value = require(key);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(key, value, "a number");
  }

  int whole(String key, int least) {
    Object value = require(key);
    if (value instanceof Integer number && number >= least) {
      return number;
    }
    throw wrong(key, value, "a whole number of " + least + " or more");
  }

  int multiple(String key, int of, int least) {
    int value = whole(key, least);
    if (value % of != 0) {
      throw wrong(key, value, "a multiple of " + of);
    }
    return value;
  }

  /** A number of 0 to 1. */
  double part(String key) {
    double value = number(key);
    if (value < 0 || value > 1) {
      throw wrong(key, value, "a number from 0 to 1");
    }
    return value;
  }

  /** The same, or {@code otherwise} where the key is not there. */
  double part(String key, double otherwise) {
    return find(key) == null ? otherwise : part(key);
  }

  double number(String key, double otherwise) {
    return find(key) == null ? otherwise : number(key);
  }

  int whole(String key, int least, int otherwise) {
    return find(key) == null ? otherwise : whole(key, least);
  }

  /** A whole number that may be 0 or missing, for what has no limit then. */
  int wholeOrZero(String key, int least) {
    Object value = find(key);
    if (value == null || value.equals(0)) {
      return 0;
    }
    if (value instanceof Integer number && number >= least) {
      return number;
    }
    throw wrong(key, value, "a whole number of " + least + " or more, or 0");
  }

  /** True or false; {@code otherwise} where the key is not there. */
  boolean flag(String key, boolean otherwise) {
    Object value = find(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, value, "true or false");
  }

  /** Two numbers, the second not below the first. */
  double[] range(String key) {
    Object value = require(key);
    if (value instanceof List<?> list
        && list.size() == 2
        && list.get(0) instanceof Number low
        && list.get(1) instanceof Number high
        && low.doubleValue() <= high.doubleValue()) {
      return new double[] {low.doubleValue(), high.doubleValue()};
    }
    throw wrong(key, value, "two numbers in brackets, the smaller first");
  }

  /** A whole number, or two of which the second is not below the first; always two are given. */
  int[] wholeOrRange(String key, int least) {
    if (require(key) instanceof Integer) {
      return new int[] {whole(key, least), whole(key, least)};
    }
    double[] range = range(key);
    if (range[0] < least || range[0] != Math.rint(range[0]) || range[1] != Math.rint(range[1])) {
      throw wrong(key, require(key), "whole numbers of " + least + " or more");
    }
    return new int[] {(int) range[0], (int) range[1]};
  }

  /** A point of a run: an iteration, or a part of all where it is not above 1. */
  double moment(String key, int iterations) {
    double value = number(key);
    if (value < 0 || value > iterations) {
      throw wrong(key, value, "a part of the run from 0 to 1, or an iteration of it");
    }
    return value > 1 ? value / iterations : value;
  }

  String choice(String key, String... choices) {
    Object value = require(key);
    if (List.of(choices).contains(value)) {
      return (String) value;
    }
    throw wrong(key, value, "one of " + String.join(", ", choices));
  }

  List<String> texts(String key) {
    Object value = find(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    throw wrong(key, value, "a list");
  }

  List<Integer> wholes(String key) {
    Object value = find(key);
    List<Integer> numbers = new ArrayList<>();
    for (Object item : value instanceof List<?> list ? list : List.of()) {
      if (!(item instanceof Integer number)) {
        throw wrong(key, item, "whole numbers");
      }
      numbers.add(number);
    }
    return numbers;
  }

  String text(String key) {
    return String.valueOf(require(key));
  }

  boolean has(String key) {
    return find(key) != null;
  }

  /** The items of a list that are mappings; a plain text becomes a mapping of one key. */
  List<YamlNode> nodesOrTexts(String key, String keyOfTexts) {
    Object value = find(key);
    if (value != null && !(value instanceof List<?>)) {
      throw wrong(key, value, "a list");
    }
    List<YamlNode> nodes = new ArrayList<>();
    for (Object item : value instanceof List<?> list ? list : List.of()) {
      Map<?, ?> map = item instanceof Map<?, ?> given ? given : Map.of(keyOfTexts, item);
      nodes.add(child(key + "[" + nodes.size() + "]", map));
    }
    return nodes;
  }

  YamlNode node(String key) {
    Object value = require(key);
    if (value instanceof Map<?, ?> map) {
      return child(key, map);
    }
    throw wrong(key, value, "keys and values");
  }

  List<YamlNode> nodes(String key) {
    Object value = require(key);
    List<YamlNode> nodes = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object item : list) {
        if (!(item instanceof Map<?, ?> map)) {
          throw wrong(key, item, "a list of keys and values");
        }
        nodes.add(child(key + "[" + nodes.size() + "]", map));
      }
      return nodes;
    }
    throw wrong(key, value, "a list");
  }

  private YamlNode child(String key, Map<?, ?> map) {
    YamlNode node = new YamlNode(place + ": " + key, map);
    children.add(node);
    return node;
  }

  /** All keys, for mappings whose keys are free. */
  List<String> keys() {
    return values.keySet().stream().map(String::valueOf).toList();
  }

  /**
   * Refuses keys that nobody asked for, here and in all mappings below.
   *
   * @throws EngramException naming the key and those there are
   */
  void requireAllAsked() {
    for (Object key : values.keySet()) {
      if (!asked.contains(String.valueOf(key))) {
        throw new EngramException(
            place + ": " + key + " is no key. There are " + String.join(", ", asked) + ".");
      }
    }
    children.forEach(YamlNode::requireAllAsked);
  }
}
