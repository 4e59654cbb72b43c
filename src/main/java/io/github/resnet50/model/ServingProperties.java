package io.github.resnet50.model;

import io.github.resnet50.image.preprocess.CropMode;
import io.github.resnet50.image.preprocess.Interpolation;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.image.preprocess.Resizing.Size;
import io.github.resnet50.image.preprocess.Scaling;
import io.github.resnet50.image.preprocess.UsualScaling;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the keys of DJL's {@code ImageClassificationTranslatorFactory}, with its meanings and its
 * defaults, plus our {@code channelOrder}, {@code interpolation}, {@code cropPct} and {@code
 * cropMode}. Unknown keys that would change pixels are an error: a wrongly preprocessed image still
 * gets a prediction, but a wrong one.
 */
public final class ServingProperties {
  /** DJL's key for the signature to load. */
  public static final String SIGNATURE = "option.SignatureDefKey";

  /** Our key for the signature's output with the scores. */
  public static final String OUTPUT = "output";

  /** Our key for how a model was compressed; such a model has the signatures of a prepared one. */
  public static final String COMPRESSED = "compressed";

  /** DJL's key for whether the scores are logits that need a softmax. */
  public static final String APPLY_SOFTMAX = "applySoftmax";

  /** DJL's key for the file with the labels. */
  public static final String LABELS = "synsetFileName";

  /** The usual name of the file with the labels. */
  public static final String LABEL_FILE = "synset.txt";

  /** Our key for how levels between pixels are found; named as in timm, as the next two. */
  public static final String INTERPOLATION = "interpolation";

  /** Our key for the share of the resized image's side that the crop has. */
  public static final String CROP_PCT = "cropPct";

  /** Our key for what becomes of an image of another shape. */
  public static final String CROP_MODE = "cropMode";

  /** DJL's keys that say in lengths what the last two say in shares. */
  static final List<String> LENGTHS = List.of("resize", "resizeShort", "centerCrop");

  /** The largest side in pixels. */
  static final int LARGEST = 16384;

  private static final List<String> UNSUPPORTED = List.of("pad", "centerFit");
  private static final Scaling IMAGENET = UsualScaling.TORCH.scaling(ChannelOrder.RGB);

  private final Map<String, String> values;

  public ServingProperties(Map<String, String> values) {
    this.values = values;
  }

  /**
   * How images are prepared.
   *
   * @throws IllegalArgumentException naming the key, its value, and what it should be
   */
  public Preprocessing preprocessing() {
    for (String key : UNSUPPORTED) {
      if (!flagOr(key).equals("false")) {
        throw new IllegalArgumentException(key + "=" + values.get(key) + " is not supported");
      }
    }
    int width = positive("width", text("width", "224"));
    int height = positive("height", text("height", "224"));
    boolean toTensor = bool("toTensor", true);
    return new Preprocessing(
        width,
        height,
        resizing(width, height),
        new Scaling(toTensor ? 1 / 255f : 1f, mean(), std()),
        channelOrder());
  }

  boolean applySoftmax() {
    return bool(APPLY_SOFTMAX, false);
  }

  String synsetFileName() {
    return text(LABELS, LABEL_FILE);
  }

  /** By lengths, as DJL has it, or by shares; both may be there where they say the same. */
  private Resizing resizing(int width, int height) {
    Interpolation interpolation =
        oneOf(INTERPOLATION, Interpolation.values()).orElse(Interpolation.BILINEAR);
    Resizing byLengths =
        new Resizing(resize(width, height), resizeShort(width, height), bool("centerCrop", false))
            .with(interpolation);
    if (!values.containsKey(CROP_PCT) && !values.containsKey(CROP_MODE)) {
      return byLengths;
    }
    Resizing byShares =
        oneOf(CROP_MODE, CropMode.values())
            .orElse(CropMode.CENTER)
            .resizing(width, height, cropPct(), interpolation);
    if (LENGTHS.stream().anyMatch(values::containsKey) && !byLengths.equals(byShares)) {
      throw new IllegalArgumentException(
          "%s and %s exclude each other here: one says %s, the other %s"
              .formatted(
                  values.containsKey(CROP_PCT) ? CROP_PCT : CROP_MODE,
                  LENGTHS.stream().filter(values::containsKey).findFirst().orElseThrow(),
                  byShares,
                  byLengths));
    }
    return byShares;
  }

  double cropPct() {
    String value = text(CROP_PCT, Double.toString(CropMode.USUAL_PCT));
    try {
      double pct = Double.parseDouble(value);
      if (pct >= CropMode.LEAST_PCT && pct <= 1) {
        return pct;
      }
    } catch (NumberFormatException e) {
      // Answered below, with the key.
    }
    throw new IllegalArgumentException(
        CROP_PCT + "=" + value + ": expected a share, " + CropMode.LEAST_PCT + " to 1");
  }

  /** The constant that a key names in lower case; empty where the key is absent. */
  private <E extends Enum<E>> Optional<E> oneOf(String key, E[] constants) {
    if (!values.containsKey(key)) {
      return Optional.empty();
    }
    String value = text(key, "").toLowerCase(Locale.ROOT);
    return Optional.of(
        Arrays.stream(constants)
            .filter(constant -> constant.toString().equals(value))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        key + "=" + values.get(key) + ": expected one of " + List.of(constants))));
  }

  private Size resize(int width, int height) {
    String value = flagOr("resize");
    if (value.equals("false")) {
      return null;
    }
    if (value.equals("true")) {
      return new Size(width, height);
    }
    String[] tokens = tokens("resize", value, 3);
    int w = positive("resize", tokens[0]);
    int h = tokens.length > 1 ? positive("resize", tokens[1]) : w;
    return new Size(w, h);
  }

  private int resizeShort(int width, int height) {
    String value = flagOr("resizeShort");
    if (value.equals("false")) {
      return 0;
    }
    if (value.equals("true")) {
      return Math.max(width, height);
    }
    String[] tokens = tokens("resizeShort", value, 3);
    if (tokens.length > 1 && !tokens[1].equals("-1")) {
      throw new IllegalArgumentException("resizeShort with a longest side is not supported");
    }
    return positive("resizeShort", tokens[0]);
  }

  /** Size tokens, the last of which may name the interpolation: others have a key of their own. */
  private static String[] tokens(String key, String value, int most) {
    String[] tokens = value.strip().split("\\s*,\\s*", -1);
    if (tokens.length > most) {
      throw new IllegalArgumentException(key + "=" + value + " has too many parts");
    }
    if (tokens.length == most && !tokens[most - 1].equalsIgnoreCase("BILINEAR")) {
      throw new IllegalArgumentException(
          key + "=" + value + ": the key " + INTERPOLATION + " names another than BILINEAR");
    }
    return tokens;
  }

  private List<Float> mean() {
    return normalize(0, IMAGENET.mean(), rangeMean());
  }

  private List<Float> std() {
    return normalize(3, IMAGENET.std(), rangeStd());
  }

  private List<Float> normalize(int from, List<Float> imagenet, float otherwise) {
    String value = flagOr("normalize");
    if (value.equals("false")) {
      return Collections.nCopies(3, otherwise);
    }
    if (values.containsKey("range")) {
      throw new IllegalArgumentException("normalize and range exclude each other");
    }
    if (value.equals("true")) {
      return imagenet;
    }
    String[] tokens = value.strip().split("\\s*,\\s*", -1);
    if (tokens.length != 3 && tokens.length != 6) {
      throw new IllegalArgumentException(
          "normalize=" + value + ": expected true, false, three means, or three means and stds");
    }
    if (from >= tokens.length) {
      return Collections.nCopies(3, 1f);
    }
    List<Float> numbers =
        List.of(
            number(value, tokens[from]),
            number(value, tokens[from + 1]),
            number(value, tokens[from + 2]));
    if (from == 3 && numbers.stream().anyMatch(std -> std <= 0)) {
      throw new IllegalArgumentException("normalize=" + value + ": expected stds above 0");
    }
    return numbers;
  }

  /**
   * DJL's {@code range}: {@code 0,1} divides by 255; {@code -1,1} divides by 128, then subtracts 1.
   */
  private float rangeMean() {
    return switch (range()) {
      case "-1,1" -> 128f;
      default -> 0f;
    };
  }

  private float rangeStd() {
    return switch (range()) {
      case "-1,1" -> 128f;
      case "0,1" -> 255f;
      default -> 1f;
    };
  }

  private String range() {
    String range = text("range", "").replace(" ", "");
    if (!List.of("", "0,1", "-1,1").contains(range)) {
      throw new IllegalArgumentException("range=" + range + ": expected 0,1 or -1,1");
    }
    if (!range.isEmpty() && bool("toTensor", true)) {
      throw new IllegalArgumentException("range needs toTensor=false, or levels are scaled twice");
    }
    return range;
  }

  /** DJL's {@code flag} distinguishes colour from gray; the order of colours is our own key. */
  private ChannelOrder channelOrder() {
    String flag = text("flag", "COLOR").toUpperCase(Locale.ROOT);
    if (flag.equals("GRAYSCALE")) {
      return ChannelOrder.GRAY;
    }
    if (!flag.equals("COLOR")) {
      throw new IllegalArgumentException("flag=" + flag + ": expected COLOR or GRAYSCALE");
    }
    String value = text("channelOrder", "RGB").toUpperCase(Locale.ROOT);
    return switch (value) {
      case "RGB" -> ChannelOrder.RGB;
      case "BGR" -> ChannelOrder.BGR;
      default ->
          throw new IllegalArgumentException(
              "channelOrder=" + value + ": expected RGB or BGR (or flag=GRAYSCALE)");
    };
  }

  private String text(String key, String otherwise) {
    return values.getOrDefault(key, otherwise).strip();
  }

  private String flagOr(String key) {
    return text(key, "false");
  }

  private boolean bool(String key, boolean otherwise) {
    String value = text(key, Boolean.toString(otherwise));
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(key + "=" + value + ": expected true or false");
    }
    return value.equals("true");
  }

  private static int positive(String key, String value) {
    try {
      double number = Double.parseDouble(value);
      if (number >= 1 && number <= LARGEST) {
        return (int) number;
      }
    } catch (NumberFormatException e) {
      // Answered below, with the key.
    }
    throw new IllegalArgumentException(key + "=" + value + ": expected pixels, 1 to " + LARGEST);
  }

  private static float number(String value, String token) {
    try {
      float number = Float.parseFloat(token);
      if (Float.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below, with the key.
    }
    throw new IllegalArgumentException("normalize=" + value + ": " + token + " is no number");
  }
}
