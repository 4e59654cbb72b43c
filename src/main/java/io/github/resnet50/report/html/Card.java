package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.Text;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.ReportJson;
import io.github.resnet50.report.html.LabelledGallery.Verdict;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One image of a gallery.
 *
 * @param status what the filter of the page goes by, such as {@code ok} or {@code failed}
 * @param told what is known besides
 * @param guesses what a model says, or what each of two says
 * @param decided what is decided of it
 * @param saved what a selection saves of it
 */
public record Card(
    String status,
    Top top,
    Picture picture,
    Told told,
    List<Guess> guesses,
    Decided decided,
    Saved saved) {

  /**
   * The best class.
   *
   * @param label its name; empty where there is none
   * @param confidence its probability; -1 where there is none
   */
  record Top(String label, float confidence) {
    /** There is none. */
    static final Top NONE = new Top("", -1);

    static Top of(Prediction best) {
      return new Top(best.label(), best.probability());
    }
  }

  /**
   * What is known of an image besides.
   *
   * @param shows the name of the class that it shows; empty where that is not known
   * @param truth what is said of that, of its label, or of the photograph; empty where nothing is
   * @param error why it failed; empty where it did not
   */
  record Told(String shows, String truth, String error) {
    /** Nothing. */
    static final Told NOTHING = new Told("", "", "");
  }

  /**
   * The image itself.
   *
   * @param link to the file, relative to the page; empty where none can be made
   * @param thumbnail null where there is no picture
   * @param overlay null where there is none
   */
  public record Picture(String path, String link, Thumbnail thumbnail, HeatMapOverlay overlay) {
    /** What it lies in. */
    String folder() {
      return folder(path);
    }

    /** What a path lies in: all of it but the name. */
    public static String folder(String path) {
      int end = Math.max(path.lastIndexOf('/'), path.lastIndexOf(File.separatorChar));
      return end < 0 ? "." : path.substring(0, Math.max(end, 1));
    }

    /** Without an overlay. */
    public static Picture of(String path, Links links, Thumbnail thumbnail) {
      return new Picture(path, links.to(path), thumbnail, null);
    }
  }

  /**
   * A heat map that can be faded to the picture beneath.
   *
   * @param note what was measured of it; may be empty
   */
  public record HeatMapOverlay(Thumbnail heat, String note) {}

  /**
   * A class and its probability.
   *
   * @param percent the length of a bar; null: none is drawn
   * @param others the classes that follow; null where there are none
   */
  record Guess(String label, String text, String percent, Others others) {}

  /**
   * What a selection saves.
   *
   * @param csv a line of a CSV file, as a JSON string; empty where there is none
   * @param path as a JSON string; of a name that is no text, as an array of its bytes
   */
  record Saved(String csv, String path) {
    /** Nothing. */
    static final Saved NONE = new Saved("", "");

    static Saved of(String path, String csvLine) {
      byte[] bytes = FileNames.bytes(path);
      boolean isText = Arrays.equals(bytes, path.getBytes(StandardCharsets.UTF_8));
      return new Saved(json(csvLine), isText ? json(path) : numbers(bytes));
    }

    private static String numbers(byte[] bytes) {
      int[] numbers = new int[bytes.length];
      Arrays.setAll(numbers, i -> Byte.toUnsignedInt(bytes[i]));
      return Arrays.toString(numbers);
    }
  }

  /** What is folded away. */
  record Others(String summary, List<Guess> rows) {}

  /**
   * A record.
   *
   * @param verdict what a label says of it; null where nobody asks
   * @param csv makes a line of CSV of it
   * @param view what is known of decisions
   */
  static Card of(
      ItemResult result,
      Picture picture,
      Verdict verdict,
      Function<ItemResult, String> csv,
      RollUpView view) {
    String shows = verdict == null ? "" : verdict.truth();
    String status =
        verdict != null
            ? verdict.correctness().toString()
            : result instanceof ItemResult.Predicted ? "ok" : "failed";
    String said = verdict == null ? photograph(result.details()) : is(shows);
    Saved saved = Saved.of(result.name(), csv.apply(result));
    if (result instanceof ItemResult.Predicted predicted) {
      List<Prediction> all = predicted.predictions();
      Prediction best = all.get(0);
      List<Guess> guesses = List.of(guess("", best, others(all)));
      Decided byClass = Decided.of(predicted, view);
      Decided decided =
          verdict == null
              ? byClass
              : new Decided(
                  view.outline().node(verdict.truthId(), shows), byClass.kind(), byClass.text());
      return new Card(
          status, Top.of(best), picture, new Told(shows, said, ""), guesses, decided, saved);
    }
    String error = ((ItemResult.Failed) result).failure().toString();
    return new Card(
        status, Top.NONE, picture, new Told(shows, said, error), List.of(), Decided.NONE, saved);
  }

  /** When, where and with what it was taken, as far as a run has asked; where a tile lies. */
  private static String photograph(ImageDetails details) {
    if (details.text(ImageColumn.X) != null) {
      return "at " + details.text(ImageColumn.X) + ", " + details.text(ImageColumn.Y);
    }
    return Stream.of(
            ImageColumn.TAKEN, ImageColumn.CAMERA, ImageColumn.LATITUDE, ImageColumn.LONGITUDE)
        .map(details::text)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(", "));
  }

  /** An image that has no prediction. */
  public static Card failed(Picture picture, String error) {
    return new Card(
        "failed", Top.NONE, picture, new Told("", "", error), List.of(), Decided.NONE, Saved.NONE);
  }

  /**
   * An image that two models take for different things; its confidence is the lesser one.
   *
   * @param truth empty where that is not known
   * @param csvLine its line of CSV, without its end
   */
  public static Card disputed(
      Picture picture, String status, String truth, Prediction a, Prediction b, String csvLine) {
    return new Card(
        status,
        new Top(a.label() + " / " + b.label(), Math.min(a.probability(), b.probability())),
        picture,
        new Told(truth, is(truth), ""),
        List.of(guess("A: ", a, null), guess("B: ", b, null)),
        Decided.NONE,
        Saved.of(picture.path(), csvLine));
  }

  /**
   * An image whose label is doubted; its confidence is the suggested class's probability.
   *
   * @param label that it was given
   */
  public static Card suspected(Picture picture, String status, String label, Prediction suggested) {
    return new Card(
        status,
        Top.of(suggested),
        picture,
        new Told("", "labelled " + label, ""),
        List.of(guess("", suggested, null)),
        Decided.NONE,
        Saved.NONE);
  }

  /**
   * An image under a heat map.
   *
   * @param method that made the map
   * @param label of the class that is explained
   */
  public static Card explained(Picture picture, String method, String label, float probability) {
    Guess explained = new Guess(label, SHARE.of(probability), null, null);
    return new Card(
        method,
        new Top(label, probability),
        picture,
        Told.NOTHING,
        List.of(explained),
        Decided.NONE,
        Saved.NONE);
  }

  /** So that a page's script reads back every character, whatever the page shows of it. */
  static String json(String text) {
    return ReportJson.GSON.toJson(text);
  }

  private static String is(String truth) {
    return truth.isEmpty() ? "" : "is " + truth;
  }

  private static Others others(List<Prediction> all) {
    List<Guess> rows = all.stream().skip(1).map(p -> guess("", p, null)).toList();
    return rows.isEmpty() ? null : new Others("next " + rows.size(), rows);
  }

  private static Guess guess(String by, Prediction prediction, Others others) {
    String percent = Text.format("%.1f", prediction.probability() * 100);
    return new Guess(by + prediction.label(), SHARE.of(prediction.probability()), percent, others);
  }
}
