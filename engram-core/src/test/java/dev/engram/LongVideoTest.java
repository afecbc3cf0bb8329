package dev.engram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.checkpoint.StateDict;
import dev.engram.mask.LabelMap;
import dev.engram.tensor.Device;
import dev.engram.tensor.TorchRuntime;
import dev.engram.testing.OneThread;
import dev.engram.testing.TinyStma;
import dev.engram.testing.TinyXMem;
import dev.engram.video.Frame;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory stays flat however long the video is. */
@Tag("slow")
@ExtendWith(OneThread.class)
class LongVideoTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;

  static Stream<Named<StateDict>> networks() {
    return Stream.of(
        Named.of("XMem", TinyXMem.plain().weights()), Named.of("STMA", TinyStma.plain().weights()));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void residentMemoryAfterThreeThousandFramesIsThatAfterFiveHundred(StateDict weights) {
    Random random = new Random(7);
    byte[] texture = new byte[3 * WIDTH * HEIGHT * 2];
    random.nextBytes(texture);
    int[] square = new int[WIDTH * HEIGHT];
    for (int i = 0; i < square.length; i++) {
      boolean inside = i % WIDTH / 80 == 1 && i / WIDTH / 80 == 1;
      square[i] = inside ? 1 : 0;
    }
    long early = 0;
    try (Engram engram = Engram.of(weights, Device.CPU);
        VideoSegmenter session = engram.open(SegmenterOptions.defaults().withSize(240))) {
      session.step(frame(texture, 0), LabelMap.of(WIDTH, HEIGHT, square));
      for (int i = 1; i < 3000; i++) {
        session.step(frame(texture, i));
        if (i == 500) {
          early = settled();
        }
      }
      assertThat(session.longTermElements()).isLessThanOrEqualTo(10_000);
      assertThat((double) settled()).isLessThan(1.05 * early);
    }
  }

  private static long settled() {
    System.gc();
    return TorchRuntime.residentBytes();
  }

  private static Frame frame(byte[] texture, int index) {
    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
    System.arraycopy(texture, 3 * WIDTH * (index % HEIGHT), rgb, 0, rgb.length);
    return new Frame(index, "" + index, "frame " + index, index, WIDTH, HEIGHT, rgb);
  }
}
