package dev.engram.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  @Test
  void aCommandThatIsCalledIsTheSameByItselfAsAmongAll() {
    Map<String, CommandLine> all = Main.commandLine().getSubcommands();
    assertThat(all).hasSize(17);
    all.forEach(
        (name, command) -> {
          Map<String, CommandLine> called = Main.commandLine(name, "--help").getSubcommands();
          assertThat(called.get(name).getUsageMessage()).isEqualTo(command.getUsageMessage());
        });
    assertThat(Main.commandLine("segment").getSubcommands()).containsOnlyKeys("segment");
  }

  @Test
  void helpAndTheCompletionScriptKnowAllCommands() {
    String help = Cli.run("help").out();
    String script = Cli.run("generate-completion").out();
    for (String command : Main.commandLine().getSubcommands().keySet()) {
      assertThat(help).contains("  " + command + " ");
      assertThat(script).contains("_picocli_engram_" + command.replace("-", ""));
    }
  }
}
