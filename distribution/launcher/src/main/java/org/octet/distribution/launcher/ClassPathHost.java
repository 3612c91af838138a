package org.octet.distribution.launcher;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.ToIntFunction;

/** Octet's jars on one class loader; the command line is found by {@link ServiceLoader}. */
final class ClassPathHost implements Host {
  private final URLClassLoader loader;
  private final ToIntFunction<String[]> commandLine;

  /** Starts Octet; the user's jars are core's to deploy. */
  ClassPathHost(Home home) {
    loader = new URLClassLoader("octet", urls(home), ClassLoader.getPlatformClassLoader());
    commandLine = find(loader);
  }

  @SuppressWarnings("unchecked")
  private static ToIntFunction<String[]> find(ClassLoader loader) {
    return ServiceLoader.load(ToIntFunction.class, loader)
        .findFirst()
        .orElseThrow(() -> new StartException("the installation has no command line bundle"));
  }

  private static URL[] urls(Home home) {
    List<Path> jars = home.bundles();
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      try {
        urls[i] = jars.get(i).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new StartException("cannot use " + jars.get(i), e);
      }
    }
    return urls;
  }

  @Override
  public ToIntFunction<String[]> commandLine() {
    return commandLine;
  }

  @Override
  public void close() {
    try {
      if (commandLine instanceof AutoCloseable c) {
        c.close();
      }
      loader.close();
    } catch (IOException e) {
      throw new StartException("cannot close the jars of the installation", e);
    } catch (Exception e) {
      throw new StartException("the command line did not close", e);
    }
  }
}
