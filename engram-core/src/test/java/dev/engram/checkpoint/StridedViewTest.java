package dev.engram.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class StridedViewTest {
  private static final ElementType[] TYPES = {ElementType.U8, ElementType.F32, ElementType.I64};

  @Property(tries = 500)
  void aPermutedTensorOfAnyRankIsLaidOutAsTheNaiveTwinDoes(@ForAll Random random) {
    int rank = random.nextInt(6);
    long[] shape = random.longs(rank, 1, 5).toArray();
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    long[] strides = stridesInAnyOrder(shape, random);
    int offset = random.nextInt(3);
    ElementType type = TYPES[random.nextInt(TYPES.length)];
    byte[] storage = new byte[(count + offset) * type.bytes()];
    random.nextBytes(storage);

    StridedView view =
        StridedView.of(
            new Pickled.Tensor(
                new Pickled.Storage(type, "0", count + offset),
                offset,
                LongStream.of(shape).boxed().toList(),
                LongStream.of(strides).boxed().toList()),
            new Place("weights.pth"));
    byte[] actual = new byte[count * type.bytes()];
    view.from(storage).bytes().get(actual);

    assertThat(actual).isEqualTo(naive(storage, type.bytes(), offset, shape, strides, count));
  }

  private static long[] stridesInAnyOrder(long[] shape, Random random) {
    List<Integer> order = IntStream.range(0, shape.length).boxed().collect(Collectors.toList());
    if (random.nextInt(4) == 0) {
      Collections.reverse(order);
    } else {
      Collections.shuffle(order, random);
    }
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int d : order) {
      strides[d] = stride;
      stride *= shape[d];
    }
    return strides;
  }

  private static byte[] naive(
      byte[] storage, int size, int offset, long[] shape, long[] strides, int count) {
    byte[] out = new byte[count * size];
    for (int i = 0; i < count; i++) {
      long rest = i;
      long at = offset;
      for (int d = shape.length - 1; d >= 0; d--) {
        at += rest % shape[d] * strides[d];
        rest /= shape[d];
      }
      for (int b = 0; b < size; b++) {
        out[i * size + b] = storage[(int) at * size + b];
      }
    }
    return out;
  }
}
