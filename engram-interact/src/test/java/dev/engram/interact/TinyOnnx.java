package dev.engram.interact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An ONNX graph of a few nodes, written by hand. */
final class TinyOnnx {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final Protobuf graph = new Protobuf().text(2, "tiny");

  TinyOnnx node(String operator, String output, String... inputs) {
    return node(operator, null, output, inputs);
  }

  /** A node with one attribute, a number or a list of them. */
  private TinyOnnx node(String operator, Protobuf attribute, String output, String... inputs) {
    Protobuf node = new Protobuf();
    for (String input : inputs) {
      node.text(1, input);
    }
    node.text(2, output).text(4, operator);
    if (attribute != null) {
      node.message(5, attribute);
    }
    graph.message(1, node);
    return this;
  }

  TinyOnnx cast(String output, String input) {
    return node("Cast", attribute("to", FLOAT), output, input);
  }

  TinyOnnx gather(String output, String input, String index, int axis) {
    return node("Gather", attribute("axis", axis), output, input, index);
  }

  TinyOnnx sum(String output, String input, String axes) {
    return node("ReduceSum", attribute("keepdims", 1), output, input, axes);
  }

  private static Protobuf attribute(String name, long value) {
    return new Protobuf().text(1, name).number(3, value).number(20, 2);
  }

  TinyOnnx floats(String name, float[] values, long... shape) {
    Protobuf tensor = new Protobuf();
    for (long side : shape) {
      tensor.number(1, side);
    }
    graph.message(5, tensor.number(2, FLOAT).text(8, name).floats(9, values));
    return this;
  }

  TinyOnnx longs(String name, long... values) {
    Protobuf tensor = new Protobuf().number(1, values.length).number(2, INT64);
    graph.message(5, tensor.text(8, name).longs(9, values));
    return this;
  }

  /** An input of floats; a side of -1 is any. */
  TinyOnnx input(String name, long... shape) {
    graph.message(11, value(name, shape));
    return this;
  }

  TinyOnnx output(String name, long... shape) {
    graph.message(12, value(name, shape));
    return this;
  }

  private static Protobuf value(String name, long... shape) {
    Protobuf sides = new Protobuf();
    for (long side : shape) {
      sides.message(1, side < 0 ? new Protobuf().text(2, "n") : new Protobuf().number(1, side));
    }
    Protobuf type = new Protobuf().number(1, FLOAT).message(2, sides);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, type));
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Protobuf model =
        new Protobuf()
            .number(1, 8)
            .message(7, graph)
            .message(8, new Protobuf().text(1, "").number(2, 13));
    Files.write(file, model.toBytes());
  }
}
