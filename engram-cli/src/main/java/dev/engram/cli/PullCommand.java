package dev.engram.cli;

import dev.engram.checkpoint.ChecksumRecord;
import dev.engram.checkpoint.ModelCatalogue;
import dev.engram.checkpoint.ModelFolder;
import dev.engram.checkpoint.Models;
import dev.engram.checkpoint.pull.ModelPuller;
import dev.engram.checkpoint.pull.ModelSource;
import dev.engram.common.EngramException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code engram models pull}: the one command that fetches anything. */
@Command(
    name = "pull",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Fetches XMem's published weights, or goes on where a pull was stopped.",
    footer = {
      "",
      "Proxies come from HTTPS_PROXY, HTTP_PROXY and NO_PROXY in the environment.",
      "The weights are their authors': https://github.com/hkchengrex/XMem",
      "",
      "Examples:",
      "  engram models pull xmem",
      "  engram models pull xmem xmem-s012 --from https://mirror.example/xmem",
      "  engram models pull xmem --from /mnt/models"
    })
final class PullCommand implements Callable<Integer> {
  private static final String GIVEN_UP = "the model. What has arrived is kept; run again to go on.";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = "What 'engram models list' marks 'to pull'.")
  @SuppressWarnings("NullAway.Init")
  private List<String> names;

  @Option(
      names = "--from",
      paramLabel = "URL|FOLDER",
      description =
          "A mirror that holds the release's files under their names. Default: ENGRAM_MIRROR in the"
              + " environment, or else XMem's release page.")
  private @Nullable String from;

  @Option(names = "--force", description = "Fetch what is there as well.")
  private boolean force;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    List<ModelCatalogue.Entry> models = new ArrayList<>();
    for (String name : names) {
      if (Models.embedded().contains(name)) {
        out.println(name + ": embedded, there is nothing to pull");
      } else {
        models.add(ModelCatalogue.find(name).orElseThrow(() -> unknown(name)));
      }
    }
    ModelSource source = source();
    ModelPuller puller = new ModelPuller(ModelFolder.ofThisMachine(), source);
    try (Interruption interruption = new Interruption(err, GIVEN_UP)) {
      for (ModelCatalogue.Entry model : models) {
        DownloadProgress progress =
            new DownloadProgress(
                model.name(), err, ProgressDisplay.onTerminal(), interruption::requested);
        ModelPuller.Pulled pulled;
        try {
          pulled = puller.pull(model, force, progress);
        } finally {
          progress.finish();
        }
        out.println(said(model, source, pulled));
        out.flush();
      }
    }
    return 0;
  }

  private static String said(
      ModelCatalogue.Entry model, ModelSource source, ModelPuller.Pulled pulled) {
    String checksum = "SHA-256 " + ChecksumRecord.shown(pulled.sha256());
    return model.name()
        + ": "
        + pulled.file()
        + (pulled.wasThere()
            ? ", already there (" + checksum + " as on record)"
            : ", from " + source.locate(model.file()) + " (" + checksum + ")");
  }

  private ModelSource source() {
    String mirror = from == null ? System.getenv("ENGRAM_MIRROR") : from;
    return mirror == null || mirror.isBlank() ? ModelSource.release() : ModelSource.mirror(mirror);
  }

  private static EngramException unknown(String name) {
    return new EngramException(
        name
            + ": no model that can be pulled. There are "
            + String.join(", ", ModelCatalogue.names())
            + ".");
  }
}
