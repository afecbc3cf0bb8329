package dev.engram.bench;

import dev.engram.Engram;
import dev.engram.SegmenterOptions;
import dev.engram.checkpoint.Models;
import dev.engram.common.Folders;
import dev.engram.project.Project;
import dev.engram.studio.Studio;
import dev.engram.studio.StudioModel;
import dev.engram.studio.StudioOptions;
import dev.engram.tensor.Device;
import dev.engram.tensor.Precision;
import dev.engram.video.VideoWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * How long someone at the studio waits, as the page does: from a click to its mask, and for a
 * picture of any frame while others are being segmented.
 */
public final class StudioBench {
  private static final int FRAMES = 300;
  private static final int CLICKS = 15;
  private static final int PICTURES = 100;
  private static final int WARM_UP = 5;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Random random = new Random(7);
  private final String root;
  private final int width;
  private final int height;
  private final int frames;

  private StudioBench(int port, Project project) {
    root = "http://localhost:" + port + "/api/v1";
    width = project.width();
    height = project.height();
    frames = project.frames();
  }

  /** Takes videos; without any, draws clips of 480 and 1080 rows. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("engram-studio");
    try {
      if (arguments.length == 0) {
        measure(folder.resolve("480"), draw(folder.resolve("480.mp4"), 854, 480));
        measure(folder.resolve("1080"), draw(folder.resolve("1080.mp4"), 1920, 1080));
      }
      for (int i = 0; i < arguments.length; i++) {
        measure(folder.resolve("given" + i), Path.of(arguments[i]));
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static Path draw(Path file, int width, int height) {
    MovingSquares clip = new MovingSquares(width, height, 3);
    try (VideoWriter writer = new VideoWriter(file, width, height, 25)) {
      for (int i = 0; i < FRAMES; i++) {
        writer.write(clip.frame(i).rgb());
      }
    }
    return file;
  }

  private static void measure(Path folder, Path video) {
    Project project = Project.create(folder, video);
    try (Studio studio = Studio.open(project, new Model(), StudioOptions.local())) {
      StudioBench bench = new StudioBench(studio.port(), project);
      System.out.printf(Locale.ROOT, "%dx%d, %d frames%n", bench.width, bench.height, bench.frames);
      bench.clicks();
      bench.pictures();
    }
  }

  private void clicks() {
    post("/objects", "{\"name\":null}");
    double first = timed(() -> click(frames / 2, 1, "first"));
    System.out.printf(Locale.ROOT, "  the first click of all, to its mask: %.0f ms%n", first);
    for (int i = 0; i < WARM_UP; i++) {
      click(frames - 1 - i, 1, "warm-up" + i);
    }
    report("click in another frame, to its mask", CLICKS, i -> timed(() -> click(i, 1, "s" + i)));
    report("one more click in the same frame", CLICKS, i -> timed(() -> click(0, i + 2, "more")));
  }

  /** Sends the session's clicks and fetches the mask, as the page does. */
  private void click(int frame, int count, String session) {
    StringBuilder clicks = new StringBuilder();
    for (int i = 0; i < count; i++) {
      clicks.append(clicks.isEmpty() ? "" : ",").append(point(i));
    }
    String path = "/frames/" + frame;
    post(
        path + "/prompts",
        String.format(
            "{\"label\":1,\"session\":\"%s\",\"mode\":\"replace\",\"clicks\":[%s]}",
            session, clicks));
    get(path + "/mask");
  }

  private String point(int index) {
    double x = width * (0.3 + 0.4 * random.nextDouble());
    double y = height * (0.3 + 0.4 * random.nextDouble());
    return String.format(
        Locale.ROOT, "{\"x\":%.1f,\"y\":%.1f,\"positive\":%b}", x, y, index % 2 == 0);
  }

  private void pictures() {
    post("/propagation", "{\"from\":0,\"direction\":\"forward\"}");
    report(
        "picture of any frame while others are segmented",
        PICTURES,
        i -> timed(() -> get("/frames/" + random.nextInt(frames) + "/image?width=1280")));
    boolean running = get("/project").contains("\"state\":\"running\"");
    System.out.println("  (the propagation " + (running ? "ran all the while)" : "ended before)"));
    post("/propagation/stop", "{}");
  }

  private static double timed(Runnable work) {
    long started = System.nanoTime();
    work.run();
    return (System.nanoTime() - started) / 1e6;
  }

  private static void report(String what, int draws, IntFunction<Double> draw) {
    double[] times = new double[draws];
    for (int i = 0; i < draws; i++) {
      times[i] = draw.apply(i);
    }
    Arrays.sort(times);
    System.out.printf(
        Locale.ROOT,
        "  %s: median %.0f ms, 95 %% within %.0f ms%n",
        what,
        times[draws / 2],
        times[(int) (0.95 * (draws - 1))]);
  }

  private void post(String path, String body) {
    var unused =
        send(
            HttpRequest.newBuilder(URI.create(root + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private String get(String path) {
    return send(HttpRequest.newBuilder(URI.create(root + path)));
  }

  private String send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(response.uri() + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The embedded model on the processor. */
  private record Model() implements StudioModel {
    @Override
    public Engram load() {
      return Engram.of(Models.read(name()), Device.CPU, Precision.parse("auto", Device.CPU));
    }

    @Override
    public SegmenterOptions options(SegmenterOptions usual) {
      return usual;
    }

    @Override
    public String name() {
      return Models.embedded().get(0);
    }

    @Override
    public String device() {
      return "cpu";
    }

    @Override
    public String precision() {
      return "auto";
    }
  }
}
