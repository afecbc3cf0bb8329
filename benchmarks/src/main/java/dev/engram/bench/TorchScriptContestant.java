package dev.engram.bench;

import dev.engram.checkpoint.StateDict;
import dev.engram.tensor.TorchRuntime;
import dev.engram.video.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The same network as TorchScript in the same libtorch: frozen, optimised for inference, in single
 * precision. Working memory as XMem's, between 5 and 10 frames; it has no long-term memory and
 * makes no labels, which is less work than Engram does.
 */
final class TorchScriptContestant implements Contestant {
  private static final int LEAST = 5;
  private static final int MOST = 10;

  private final MovingSquares clip;
  private final int memEvery;
  private final int height;
  private final int width;
  private final JitModule plain;
  private final JitModule memory;
  private final long hiddenChannels;
  private final long keyChannels;
  private final long valueChannels;
  // key, shrinkage, values, hidden
  private final Tensor[] state = new Tensor[4];

  TorchScriptContestant(
      StateDict weights, TorchScriptXMem network, int memEvery, MovingSquares clip) {
    this.clip = clip;
    this.memEvery = memEvery;
    height = network.height();
    width = network.width();
    TorchRuntime.load();
    plain = load(network.plainFrame());
    memory = load(network.memoryFrame());
    hiddenChannels = extent(weights, "decoder.hidden_update.transform.weight") / 3;
    keyChannels = extent(weights, "key_proj.key_proj.weight");
    valueChannels = extent(weights, "value_encoder.fuser.block2.conv2.weight");
  }

  private static long extent(StateDict weights, String name) {
    return weights.find(name).orElseThrow().shape()[0];
  }

  /** A module, frozen and optimised; its caller frees it. */
  static JitModule load(TorchScriptSource.Module source) {
    try {
      Path file = Files.createTempFile("engram-torchscript", ".pt");
      try {
        TorchScriptArchive.write(file, source.methods(), source.weights());
        try (PointerScope scope = new PointerScope();
            NoGradGuard guard = new NoGradGuard()) {
          JitModule module = torch.import_ir_module(new CompilationUnit(), file.toString());
          module.eval();
          JitModule ready = torch.optimize_for_inference(torch.freeze(module));
          ready.retainReference();
          return ready;
        }
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "TorchScript fp32";
  }

  @Override
  public void step(int index) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor image = image(clip.frame(index));
      if (index == 0) {
        begin();
      }
      TensorVector seen = run(plain, image, state[3], state[0], state[1], state[2]);
      keep(3, seen.get(1));
      if (index % memEvery == 0) {
        Tensor masks = index == 0 ? masks() : seen.get(0);
        Tensor others = torch.sum(masks, new long[] {0}, true, new ScalarTypeOptional()).sub(masks);
        TensorVector made = run(memory, image, seen.get(4), state[3], masks, others);
        keep(3, made.get(1));
        add(index == 0, seen.get(2), seen.get(3), made.get(0));
      }
    }
  }

  /** What a module makes of tensors, in the innermost scope. */
  static TensorVector run(JitModule module, Tensor... inputs) {
    IValueVector arguments = new IValueVector();
    for (Tensor input : inputs) {
      arguments.push_back(new IValue(input));
    }
    IValueVector results = module.forward(arguments).toTupleRef().elements().vec();
    TensorVector tensors = new TensorVector();
    for (long i = 0; i < results.size(); i++) {
      tensors.push_back(results.get(i).toTensor());
    }
    return tensors;
  }

  private Tensor image(Frame frame) {
    Tensor pixels = torch.zeros(frame.height(), frame.width(), 3L).to(torch.ScalarType.Byte);
    new BytePointer(pixels.data_ptr()).put(frame.rgb());
    Tensor image = pixels.permute(2, 0, 1).unsqueeze(0).to(torch.ScalarType.Float);
    Tensor scaled = image.div(new Scalar(58.0)).sub(new Scalar(2.0));
    long right = (long) width - frame.width();
    long bottom = (long) height - frame.height();
    return torch.constant_pad_nd(scaled, new long[] {0, right, 0, bottom}, new Scalar(0));
  }

  private Tensor masks() {
    int objects = clip.objects();
    float[] planes = new float[objects * height * width];
    int[] labels = clip.mask(0).toArray();
    for (int y = 0; y < clip.height(); y++) {
      for (int x = 0; x < clip.width(); x++) {
        int label = labels[y * clip.width() + x];
        if (label != 0) {
          planes[((label - 1) * height + y) * width + x] = 1;
        }
      }
    }
    Tensor masks = torch.zeros(new long[] {objects, 1, height, width});
    masks.data_ptr_float().put(planes);
    return masks;
  }

  private void begin() {
    long h = height / 16;
    long w = width / 16;
    keep(0, torch.zeros(new long[] {1, keyChannels, h * w}));
    keep(1, torch.ones(new long[] {1, 1, h * w}));
    keep(2, torch.zeros(new long[] {clip.objects(), valueChannels, h * w}));
    keep(3, torch.zeros(new long[] {clip.objects(), hiddenChannels, h, w}));
  }

  private void add(boolean first, Tensor key, Tensor shrinkage, Tensor value) {
    long frame = (long) (height / 16) * (width / 16);
    Tensor[] newest = {key.flatten(2, -1), shrinkage.flatten(2, -1), value.flatten(2, -1)};
    for (int i = 0; i < 3; i++) {
      Tensor grown = newest[i];
      if (!first) {
        Tensor old = state[i];
        long frames = old.size(2) / frame;
        if (frames == MOST) {
          Tensor kept = old.narrow(2, (frames - LEAST + 1) * frame, (LEAST - 1) * frame);
          old = torch.cat(new TensorVector(old.narrow(2, 0, frame), kept), 2);
        }
        grown = torch.cat(new TensorVector(old, grown), 2);
      }
      keep(i, grown.contiguous());
    }
  }

  private void keep(int place, Tensor tensor) {
    Tensor own = new Tensor(tensor);
    own.retainReference();
    if (state[place] != null) {
      state[place].releaseReference();
    }
    state[place] = own;
  }

  @Override
  public void close() {
    for (Tensor tensor : state) {
      if (tensor != null) {
        tensor.releaseReference();
      }
    }
    plain.releaseReference();
    memory.releaseReference();
  }
}
