package org.octet.core.internal.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedWeightsTest {
  /** A file with holes: it takes no room on file systems that know them. */
  @Test
  @Tag("full")
  void viewsReachBeyondTwoGibibytesAndOverSegments(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("large.bin");
    long border = 1L << 30;
    long end = (5L << 29) + 1;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2}), border - 1);
      channel.write(ByteBuffer.wrap(new byte[] {3}), end - 1);
    }
    ByteBuffer across;
    ByteBuffer last;
    try (Weights weights = new MappedWeights(file)) {
      across = weights.slice(border - 1, 2, "across");
      last = weights.slice(end - 1, 1, "last");
    }
    assertThat(across.get(0)).isEqualTo((byte) 1);
    assertThat(across.get(1)).isEqualTo((byte) 2);
    assertThat(last.get(0)).isEqualTo((byte) 3);
    assertThat(across.isReadOnly()).isTrue();
  }
}
