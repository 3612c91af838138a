package org.octet.dataloaders.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Samples that are parts of files. */
class PartsTest {
  @Test
  void partsAreCountedThroughTheFiles() {
    int[] counts = {0, 2, 0, 0, 1, 3, 0};
    Parts parts = new Parts(counts.length, i -> counts[i]);
    assertThat(parts.size()).isEqualTo(6);
    int index = 0;
    for (int file = 0; file < counts.length; file++) {
      for (int part = 0; part < counts[file]; part++) {
        assertThat(parts.file(index)).isEqualTo(file);
        assertThat(parts.part(index)).isEqualTo(part);
        assertThat(parts.single(index)).isEqualTo(counts[file] == 1);
        index++;
      }
    }
    assertThat(parts.id("f", 0)).isEqualTo("f#0");
    assertThat(parts.id("f", 2)).isEqualTo("f");
    assertThatThrownBy(() -> parts.file(6)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new Parts(3, i -> Integer.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void whatWasReadLastIsKept() throws IOException {
    Recent<Object> recent = new Recent<>();
    Object first = recent.get(0, Object::new);
    assertThat(recent.get(0, Object::new)).isSameAs(first);
    assertThat(recent.get(1, Object::new)).isNotSameAs(first);
    assertThat(recent.get(0, Object::new)).isNotSameAs(first);
    assertThatThrownBy(
            () ->
                recent.get(
                    5,
                    () -> {
                      throw new IOException("no");
                    }))
        .isInstanceOf(IOException.class);
    recent.clear();
    assertThat(recent.get(5, Object::new)).isNotNull();
  }
}
