package org.octet.dataloaders.image.internal;

import java.util.Arrays;
import java.util.List;

/** Channels of the tensor, in order. */
enum Color {
  RGB(3),
  BGR(3),
  GRAY(1);

  /** Names for a parameter's choices. */
  static final List<String> NAMES = Arrays.stream(values()).map(Enum::name).toList();

  private final int channels;

  Color(int channels) {
    this.channels = channels;
  }

  /** Number of channels. */
  int channels() {
    return channels;
  }

  /** Where channel {@code c} lies in a pixel stored as B,G,R (or grey). */
  int offsetInBgr(int c) {
    return this == RGB ? 2 - c : c;
  }
}
