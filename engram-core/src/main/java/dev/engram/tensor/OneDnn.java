package dev.engram.tensor;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.OperatorName;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Operators of oneDNN that libtorch registers for its own compiler and binds by name alone: packed
 * convolutions with what follows them, and products in the layout that they are stored in.
 */
final class OneDnn {
  private static final @Nullable OneDnn INSTANCE = find();

  private final Map<Integer, IValue> pairs = new ConcurrentHashMap<>();
  private final CompilationUnit lists;
  private final IValue noScalars;
  private final OperatorHandle pack;
  private final OperatorHandle convolution;
  private final OperatorHandle convolutionAdd;
  private final OperatorHandle packLinear;
  private final OperatorHandle linear;

  private OneDnn(List<OperatorHandle> operators) {
    pack = operators.get(0);
    convolution = operators.get(1);
    convolutionAdd = operators.get(2);
    packLinear = operators.get(3);
    linear = operators.get(4);
    // lists of a type come from TorchScript: one built by hand has no type that a schema accepts
    lists =
        torch.compile(
            """
            def pair(v: int):
              return [v, v]
            def shape(n: int, c: int, h: int, w: int):
              return [n, c, h, w]
            def none():
              x: List[Optional[number]] = []
              return x
            """);
    lists.retainReference();
    noScalars = call("none", new IValueVector());
  }

  private static @Nullable OneDnn find() {
    TorchRuntime.load();
    if (!Context.hasMKLDNN()) {
      return null;
    }
    OperatorHandle[] found = new OperatorHandle[5];
    String[][] names = {
      {"mkldnn::_reorder_convolution_weight", ""},
      {"mkldnn::_convolution_pointwise", ""},
      {"mkldnn::_convolution_pointwise", "binary"},
      {"mkldnn::_reorder_linear_weight", ""},
      {"mkldnn::_linear_pointwise", ""}
    };
    for (int i = 0; i < names.length; i++) {
      OperatorName name = new OperatorName(names[i][0], names[i][1]);
      if (!Dispatcher.singleton().findSchema(name).has_value()) {
        return null;
      }
      found[i] = Dispatcher.singleton().findSchemaOrThrow(names[i][0], names[i][1]);
      found[i].retainReference();
    }
    return new OneDnn(List.of(found));
  }

  /** The operators; null where this libtorch has none of them. */
  static @Nullable OneDnn instance() {
    return INSTANCE;
  }

  private IValue call(String function, IValueVector arguments) {
    IValue value = lists.get_function(new QualifiedName(function)).apply(arguments);
    value.retainReference();
    return value;
  }

  private IValue pair(int value) {
    return pairs.computeIfAbsent(value, v -> call("pair", new IValueVector(new IValue((long) v))));
  }

  private static Tensor result(OperatorHandle operator, IValueVector stack) {
    operator.callBoxed(stack);
    return Tensor.within(stack.get(0).toTensor());
  }

  private static IValue optional(@Nullable Tensor tensor) {
    return tensor == null ? new IValue() : new IValue(tensor.raw());
  }

  /**
   * The weight of a convolution in the order in which the kernel for this shape of input reads it;
   * no longer readable.
   */
  Tensor pack(Tensor weight, int stride, int padding, long[] input) {
    IValueVector stack =
        new IValueVector(
            new IValue(weight.raw()),
            pair(padding),
            pair(stride),
            pair(1),
            new IValue(1L),
            lists
                .get_function(new QualifiedName("shape"))
                .apply(
                    new IValueVector(
                        new IValue(input[0]),
                        new IValue(input[1]),
                        new IValue(input[2]),
                        new IValue(input[3]))));
    return result(pack, stack);
  }

  /**
   * A convolution with what follows it, in one pass.
   *
   * @param weight as it is, or of {@link #pack}
   * @param addend of the result's shape, added before the rectifier; may be missing
   */
  Tensor convolve(
      Tensor input,
      Tensor weight,
      @Nullable Tensor bias,
      int stride,
      int padding,
      @Nullable Tensor addend,
      boolean relu) {
    IValueVector stack = new IValueVector();
    stack.push_back(new IValue(input.raw()));
    if (addend != null) {
      stack.push_back(new IValue(addend.raw()));
    }
    stack.push_back(new IValue(weight.raw()));
    stack.push_back(optional(bias));
    stack.push_back(pair(padding));
    stack.push_back(pair(stride));
    stack.push_back(pair(1));
    stack.push_back(new IValue(1L));
    if (addend == null) {
      stack.push_back(new IValue(relu ? "relu" : "none"));
    } else {
      stack.push_back(new IValue("add"));
      stack.push_back(new IValue());
      stack.push_back(relu ? new IValue("relu") : new IValue());
    }
    stack.push_back(noScalars);
    stack.push_back(new IValue());
    return result(addend == null ? convolution : convolutionAdd, stack);
  }

  /** Rows in the order in which {@link #rowProducts} reads them fastest for so many others. */
  Tensor packRows(Tensor rows, long others) {
    return result(packLinear, new IValueVector(new IValue(rows.raw()), new IValue(others)));
  }

  /**
   * @param a [m, c]
   * @param b [n, c] as it is, or of {@link #packRows}
   * @return [m, n]
   */
  Tensor rowProducts(Tensor a, Tensor b) {
    IValueVector stack =
        new IValueVector(
            new IValue(a.raw()),
            new IValue(b.raw()),
            new IValue(),
            new IValue("none"),
            noScalars,
            new IValue());
    return result(linear, stack);
  }
}
