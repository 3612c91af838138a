package org.octet.core.internal.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the results of kernels depend on besides the device's name. Stateless. */
public final class Processor {
  private static final Logger LOG = LoggerFactory.getLogger(Processor.class);
  private static final Set<String> KEYS = Set.of("model name", "flags", "Features", "CPU part");
  private static final List<String> LIMITS =
      List.of("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA", "ONEDNN_DEFAULT_FPMATH_MODE");

  private Processor() {}

  /**
   * Instruction sets, architecture and what limits them: a virtual machine may hide some from a
   * processor of the same name.
   */
  public static String describe() {
    StringBuilder text = new StringBuilder(System.getProperty("os.arch"));
    text.append('\n').append(System.getProperty("os.name"));
    LIMITS.forEach(name -> text.append('\n').append(System.getenv(name)));
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1)) {
      Set<String> distinct = new TreeSet<>();
      lines.filter(Processor::counts).forEach(distinct::add);
      distinct.forEach(line -> text.append('\n').append(line));
    } catch (IOException | RuntimeException e) {
      LOG.debug("this system does not list its processor's features", e);
    }
    return text.toString();
  }

  private static boolean counts(String line) {
    int colon = line.indexOf(':');
    return colon > 0 && KEYS.contains(line.substring(0, colon).strip());
  }
}
