package org.octet.api.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Runs contracts against plugins that are broken on purpose. */
final class KitFailures {
  private KitFailures() {}

  /** The names of the tests of a contract that fail. */
  static List<String> failures(Supplier<?> contract) throws IllegalAccessException {
    TreeSet<String> failed = new TreeSet<>();
    for (Class<?> c = contract.get().getClass(); c != Object.class; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          method.setAccessible(true);
          try {
            method.invoke(contract.get());
          } catch (InvocationTargetException e) {
            failed.add(method.getName());
          }
        }
      }
    }
    return List.copyOf(failed);
  }
}
