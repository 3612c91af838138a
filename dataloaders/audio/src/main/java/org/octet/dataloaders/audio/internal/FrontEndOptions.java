package org.octet.dataloaders.audio.internal;

import java.util.List;
import java.util.Locale;
import org.octet.api.error.InputException;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.Parameters;

/**
 * What features are computed; words and defaults are librosa's. Immutable.
 *
 * @param fft length of the Fourier transform in samples
 * @param window length of the Hann window in samples
 * @param hop distance of frames in samples
 * @param padEnd whether a window shorter than the transform is followed by zeros, instead of lying
 *     in the middle
 * @param center whether frames are centred on their samples, with a padded sound
 * @param reflect whether that padding is the mirrored sound instead of zeros
 * @param power 1 for magnitudes, 2 for powers
 * @param bands number of mel bands
 * @param low lower edge of the bands in Hz
 * @param high upper edge in Hz; 0: half the rate
 * @param htkScale HTK's mel scale instead of Slaney's
 * @param melShape triangles straight over mel instead of over Hz
 * @param unitArea triangles of unit area
 * @param log logarithm of the bands
 * @param offset added before the natural logarithm
 * @param range decibels below the largest value of the sound at most
 * @param coefficients of the cosine transform; 0: none
 * @param htkDct HTK's scaling of the first coefficient, √2 times the orthonormal one
 */
record FrontEndOptions(
    int fft,
    int window,
    int hop,
    boolean padEnd,
    boolean center,
    boolean reflect,
    int power,
    int bands,
    double low,
    double high,
    boolean htkScale,
    boolean melShape,
    boolean unitArea,
    Log log,
    double offset,
    double range,
    int coefficients,
    boolean htkDct) {
  private static final int MAX_FFT = 1 << 20;
  private static final int MAX_BANDS = 4096;
  private static final int MAX_HZ = 10_000_000;

  /** Logarithms. */
  enum Log {
    NONE,
    NATURAL,
    DB
  }

  /** The parameters that {@link #of} reads. */
  static List<Parameter> parameters() {
    return List.of(
        Parameter.integer("nFft", 2048, 2, MAX_FFT, "length of the Fourier transform in samples"),
        Parameter.integer(
            "winLength", null, 1, MAX_FFT, "length of the Hann window in samples; default: n-fft"),
        Parameter.integer(
            "hopLength",
            null,
            1,
            MAX_FFT,
            "distance of frames in samples; default: win-length / 4"),
        Parameter.choice(
            "winAlign",
            "center",
            List.of("center", "start"),
            "where a window shorter than n-fft lies in the transform: center (librosa), or start, zeros"
                + " behind it (TensorFlow, Kaldi)"),
        Parameter.bool(
            "center",
            true,
            "whether frames are centred on their samples: n-fft / 2 are put around"),
        Parameter.choice(
            "padMode",
            "constant",
            List.of("constant", "reflect"),
            "what is put around: zeros or the" + " mirrored sound"),
        Parameter.integer("power", 2, 1, 2, "1: magnitudes, 2: powers"),
        Parameter.integer("nMels", 128, 1, MAX_BANDS, "number of mel bands"),
        Parameter.number("fmin", 0.0, 0, MAX_HZ, "lower edge of the bands in Hz"),
        Parameter.number(
            "fmax", 0.0, 0, MAX_HZ, "upper edge of the bands in Hz; 0: half the rate of the sound"),
        Parameter.choice("melScale", "slaney", List.of("slaney", "htk"), "mel scale"),
        Parameter.choice(
            "melShape",
            "hz",
            List.of("hz", "mel"),
            "triangles are straight over Hz (librosa) or over mel (TensorFlow, Kaldi)"),
        Parameter.choice(
            "melNorm", "slaney", List.of("slaney", "none"), "slaney: triangles of unit area"),
        Parameter.choice(
            "log",
            "db",
            List.of("db", "natural", "none"),
            "db: decibels of power; natural: ln(band + log-offset)"),
        Parameter.number("logOffset", 1e-6, 1e-30, 1e6, "added before the natural logarithm"),
        Parameter.number(
            "topDb", 80.0, 0, 1e6, "decibels below the largest value of the sound at most"),
        Parameter.integer("nMfcc", 20, 1, MAX_BANDS, "coefficients of mfcc"),
        Parameter.choice(
            "dct",
            "ortho",
            List.of("ortho", "htk"),
            "scaling of mfcc: ortho (librosa), or htk, whose first coefficient is the square root of 2"
                + " times larger (TensorFlow, HTK)"));
  }

  static FrontEndOptions of(Parameters p, boolean mfcc) {
    int fft = p.integer("nFft");
    int window = p.has("winLength") ? p.integer("winLength") : fft;
    int bands = p.integer("nMels");
    if (window > fft) {
      throw new InputException(
          "data loader 'audio': win-length=%d is longer than n-fft=%d".formatted(window, fft));
    }
    if (mfcc && p.integer("nMfcc") > bands) {
      throw new InputException(
          "data loader 'audio': n-mfcc=%d is more than n-mels=%d"
              .formatted(p.integer("nMfcc"), bands));
    }
    return new FrontEndOptions(
        fft,
        window,
        p.has("hopLength") ? p.integer("hopLength") : Math.max(1, window / 4),
        p.string("winAlign").equals("start"),
        p.bool("center"),
        p.string("padMode").equals("reflect"),
        p.integer("power"),
        bands,
        p.number("fmin"),
        p.number("fmax"),
        p.string("melScale").equals("htk"),
        p.string("melShape").equals("mel"),
        p.string("melNorm").equals("slaney"),
        Log.valueOf(p.string("log").toUpperCase(Locale.ROOT)),
        p.number("logOffset"),
        p.number("topDb"),
        mfcc ? p.integer("nMfcc") : 0,
        p.string("dct").equals("htk"));
  }

  /** The bands of a sound whose highest frequency is given. */
  MelBank.Bands bandsUpTo(double highest) {
    return new MelBank.Bands(bands, low, high == 0 ? highest : high, htkScale, melShape, unitArea);
  }
}
