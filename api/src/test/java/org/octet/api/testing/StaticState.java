package org.octet.api.testing;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.Buffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds static fields that can change: not final, or of a type whose objects do. Arrays that no
 * other package sees count as tables.
 */
final class StaticState {
  private static final List<String> FIXED =
      List.of(
          "java.util.ImmutableCollections$",
          "java.util.Collections$Empty",
          "java.util.Collections$Singleton",
          "java.util.Collections$Unmodifiable");

  private StaticState() {}

  /**
   * What was found in a class, and in those of its package and below in the same jar or folder:
   * why, by {@code Class.field}.
   */
  static Map<String, String> of(Class<?> type) throws Exception {
    Map<String, String> found = new TreeMap<>();
    for (String name : names(type)) {
      Class<?> each = Class.forName(name, false, type.getClassLoader());
      for (Field field : each.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
          if (!Modifier.isFinal(field.getModifiers())) {
            found.put(each.getSimpleName() + "." + field.getName(), "is not final");
          } else if (changes(field)) {
            found.put(each.getSimpleName() + "." + field.getName(), "can change");
          }
        }
      }
    }
    return found;
  }

  private static List<String> names(Class<?> type) throws IOException, URISyntaxException {
    Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(source)) {
      return names(source, type);
    }
    try (FileSystem jar = FileSystems.newFileSystem(source)) {
      return names(jar.getPath("/"), type);
    }
  }

  private static List<String> names(Path root, Class<?> type) throws IOException {
    Path folder = root.resolve(type.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(f -> root.relativize(f).toString())
          .filter(f -> f.endsWith(".class") && !f.endsWith("-info.class"))
          .map(f -> f.substring(0, f.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .toList();
    }
  }

  private static boolean changes(Field field) throws IllegalAccessException {
    Class<?> type = field.getType();
    String name = type.getName();
    if (type.isArray()) {
      return Modifier.isPublic(field.getModifiers()) || Modifier.isProtected(field.getModifiers());
    }
    if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
      field.setAccessible(true);
      Object value = field.get(null);
      return value != null && FIXED.stream().noneMatch(value.getClass().getName()::startsWith);
    }
    return name.startsWith("java.util.concurrent.atomic.")
        || Buffer.class.isAssignableFrom(type)
        || ThreadLocal.class.isAssignableFrom(type)
        || Random.class.isAssignableFrom(type)
        || type == StringBuilder.class
        || type == StringBuffer.class;
  }
}
