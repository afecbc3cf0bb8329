package dev.engram.checkpoint.pull;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code NO_PROXY}: hosts that are reached without a proxy, separated by commas. {@code
 * example.com} and {@code .example.com} take in the hosts below it, {@code example.com:8080} a
 * single port, {@code *} everything.
 */
final class NoProxyList {
  private final List<String> patterns;

  private NoProxyList(List<String> patterns) {
    this.patterns = patterns;
  }

  static NoProxyList of(String text) {
    return new NoProxyList(
        Arrays.stream(text.toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .filter(pattern -> !pattern.isEmpty())
            .toList());
  }

  boolean contains(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    return patterns.stream()
        .anyMatch(pattern -> fits(pattern, name) || fits(pattern, name + ":" + port));
  }

  private static boolean fits(String pattern, String name) {
    String domain = pattern.replaceFirst("^\\*?\\.", "");
    return pattern.equals("*") || name.equals(domain) || name.endsWith("." + domain);
  }
}
