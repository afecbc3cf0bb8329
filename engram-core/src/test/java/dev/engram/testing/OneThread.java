package dev.engram.testing;

import dev.engram.tensor.TorchRuntime;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs a test class's tensors on one thread: what is tiny only loses time by being shared out. */
public final class OneThread implements BeforeAllCallback, AfterAllCallback {
  private int before;

  @Override
  public void beforeAll(ExtensionContext context) {
    TorchRuntime.load();
    before = TorchRuntime.threads();
    TorchRuntime.setThreads(1);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    TorchRuntime.setThreads(before);
  }
}
