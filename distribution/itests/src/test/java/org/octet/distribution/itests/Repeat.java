package org.octet.distribution.itests;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.ToIntFunction;

/** Several command lines, one after the other in one JVM, on a class path. */
public final class Repeat {
  private Repeat() {}

  /**
   * @param args folder of the installation, then the command lines, each begun by {@code --then}
   */
  public static void main(String[] args) throws Exception {
    List<URL> jars = new ArrayList<>();
    for (Path jar : new Distribution(Path.of(args[0])).bundles()) {
      jars.add(jar.toUri().toURL());
    }
    List<List<String>> lines = new ArrayList<>();
    for (String arg : Arrays.asList(args).subList(1, args.length)) {
      if (arg.equals("--then")) {
        lines.add(new ArrayList<>());
      } else {
        lines.get(lines.size() - 1).add(arg);
      }
    }
    int code = 0;
    try (URLClassLoader loader =
        new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      @SuppressWarnings("unchecked")
      ToIntFunction<String[]> octet =
          ServiceLoader.load(ToIntFunction.class, loader).findFirst().orElseThrow();
      for (List<String> line : lines) {
        code = Math.max(code, octet.applyAsInt(line.toArray(String[]::new)));
      }
    }
    System.exit(code);
  }
}
