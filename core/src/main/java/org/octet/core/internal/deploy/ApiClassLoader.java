package org.octet.core.internal.deploy;

import org.octet.api.plugin.Plugin;

/** What a plugin sees besides itself on a plain JVM: the JDK and the API. Thread-safe. */
final class ApiClassLoader extends ClassLoader {
  private static final String API = "org.octet.api.";

  ApiClassLoader() {
    super("octet-api", getPlatformClassLoader());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith(API)) {
      return Plugin.class.getClassLoader().loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }
}
