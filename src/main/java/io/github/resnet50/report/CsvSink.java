package io.github.resnet50.report;

import io.github.resnet50.basics.Decimals;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.ItemResult.Prediction;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;

/**
 * Comma-separated values: a header line, then a line a record, quoted as RFC 4180 says.
 *
 * <p>Lines end with LF, not with the RFC's CRLF: every CSV reader takes both, but {@code cut},
 * {@code grep} and {@code read} would see a CR at the end of the last column. Line breaks inside a
 * quoted name are left as they are. No cell begins as a formula does.
 */
public final class CsvSink implements PredictionSink {
  /** Of every CSV file that is written here. */
  public static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();

  /** The column of {@link io.github.resnet50.image.Contrast#range}. */
  static final String CONTRAST = "contrast";

  /** Of each prediction, behind {@code top1_} and so on. */
  static final List<String> PREDICTION_COLUMNS = List.of("index", "id", "label", "prob");

  /**
   * What makes spreadsheets compute a cell instead of showing it, perhaps behind what is written
   * before such text: so that every cell has one meaning, and a reader takes off what was added.
   */
  private static final Pattern FORMULA_PATH = Pattern.compile("(\\./)*[=+\\-@\t\r\n]");

  private static final Pattern FORMULA_TEXT = Pattern.compile("'*[=+\\-@\t\r\n]");

  private final Writer out;
  private final int topK;
  private final Columns extra;

  /**
   * Writes the header.
   *
   * @param topK predictions a record, at least 1
   */
  public CsvSink(Writer out, int topK) throws IOException {
    this(out, topK, Columns.NONE, false);
  }

  /**
   * Writes the header, with the extra columns at its end.
   *
   * @param continued whether header and records are written already
   */
  CsvSink(Writer out, int topK, Columns extra, boolean continued) throws IOException {
    if (topK < 1) {
      throw new IllegalArgumentException("top-k " + topK);
    }
    if (extra.embedding()) {
      throw new IllegalArgumentException("an embedding has no column in CSV");
    }
    this.out = out;
    this.topK = topK;
    this.extra = extra;
    if (!continued) {
      FORMAT.printRecord(out, header(topK, extra).toArray());
    }
  }

  private static List<String> header(int topK, Columns extra) {
    List<String> names = header(topK);
    for (DecisionColumn decision : extra.decisions()) {
      decision.parts().forEach(part -> names.add(decision.column(part)));
    }
    if (extra.scores()) {
      for (Score score : Score.values()) {
        names.add(score.toString());
      }
      names.add(CONTRAST);
    }
    if (extra.threshold() != null) {
      names.add("uncertain");
    }
    extra.image().forEach(column -> names.add(column.toString()));
    return names;
  }

  static List<String> header(int topK) {
    List<String> names = new ArrayList<>(List.of("path", "status", "error", "width", "height"));
    for (int rank = 1; rank <= topK; rank++) {
      for (String column : PREDICTION_COLUMNS) {
        names.add("top" + rank + "_" + column);
      }
    }
    return names;
  }

  /** The header, one line without its end. */
  public static String headerLine(int topK, Set<DecisionColumn> decisions) {
    return FORMAT.format(header(topK, Columns.NONE.deciding(decisions)).toArray());
  }

  /** A record as {@link #write} writes it with these columns alone, without the line's end. */
  public static String line(ItemResult result, int topK, Set<DecisionColumn> decisions) {
    List<Object> cells = cells(result, topK);
    for (DecisionColumn decision : Columns.NONE.deciding(decisions).decisions()) {
      addAnswer(cells, decision, result);
    }
    return FORMAT.format(cells.toArray());
  }

  @Override
  public void write(ItemResult result) throws IOException {
    List<Object> cells = cells(result, topK);
    for (DecisionColumn decision : extra.decisions()) {
      addAnswer(cells, decision, result);
    }
    if (extra.any()) {
      addExtras(cells, result);
    }
    for (ImageColumn column : extra.image()) {
      String value = result.details().text(column);
      cells.add(value == null ? "" : column.isNumber() ? value : text(value));
    }
    FORMAT.printRecord(out, cells.toArray());
  }

  private static List<Object> cells(ItemResult result, int topK) {
    List<Object> cells = new ArrayList<>(5 + PREDICTION_COLUMNS.size() * topK);
    cells.add(path(result.name()));
    int predictions = 0;
    if (result instanceof ItemResult.Predicted ok) {
      Collections.addAll(cells, "ok", "", ok.width(), ok.height());
      for (Prediction prediction : ok.predictions()) {
        cells.add(prediction.classIndex());
        cells.add(text(prediction.id()));
        cells.add(text(prediction.label()));
        cells.add(probability(prediction));
      }
      predictions = ok.predictions().size();
    } else if (result instanceof ItemResult.Failed failed) {
      Collections.addAll(cells, "failed", text(failed.failure().toString()), "", "");
    }
    if (predictions > topK) {
      throw new IllegalArgumentException(
          predictions + " predictions for " + topK + " columns: " + result.name());
    }
    cells.addAll(Collections.nCopies(PREDICTION_COLUMNS.size() * (topK - predictions), ""));
    return cells;
  }

  private static void addAnswer(List<Object> cells, DecisionColumn decision, ItemResult result) {
    Answer answer =
        result instanceof ItemResult.Predicted ok ? decision.of(ok.extras().decision()) : null;
    for (String part : decision.parts()) {
      cells.add(
          answer == null
              ? ""
              : switch (part) {
                case "id" -> text(answer.id());
                case "label" -> text(answer.label());
                default -> probability(answer);
              });
    }
  }

  private void addExtras(List<Object> cells, ItemResult result) {
    Certainty certainty =
        result instanceof ItemResult.Predicted ok ? Certainty.of(ok.scores()) : null;
    if (extra.scores()) {
      for (Score score : Score.values()) {
        Double value = certainty == null ? null : certainty.of(score);
        cells.add(value == null ? "" : Decimals.shortest(value.floatValue()));
      }
      boolean known = result instanceof ItemResult.Predicted ok && ok.contrast() != null;
      cells.add(known ? ((ItemResult.Predicted) result).contrast().range() : "");
    }
    if (extra.threshold() != null) {
      Boolean uncertain = certainty == null ? null : extra.threshold().isUncertain(certainty);
      cells.add(uncertain == null ? "" : uncertain.toString());
    }
  }

  /** A probability as in the column {@code top1_prob}. */
  public static String probability(Prediction prediction) {
    return Decimals.shortest(prediction.probability());
  }

  /** The same of an answer. */
  static String probability(Answer answer) {
    return Decimals.shortest((float) answer.probability());
  }

  /**
   * A name for a cell that no spreadsheet takes for a formula: {@code =a.jpg} in the current folder
   * becomes {@code ./=a.jpg}, which is the same file to whoever reads it back.
   */
  public static String path(String name) {
    return FORMULA_PATH.matcher(name).lookingAt() ? "./" + name : name;
  }

  /** The name that a cell was written from. */
  static String pathOf(String cell) {
    boolean marked = cell.startsWith("./") && FORMULA_PATH.matcher(cell).lookingAt();
    return marked ? cell.substring(2) : cell;
  }

  /** Other text that a stranger may have chosen: labels, and decoders' words. */
  public static String text(String value) {
    return FORMULA_TEXT.matcher(value).lookingAt() ? "'" + value : value;
  }

  /** The text that a cell was written from. */
  static String textOf(String cell) {
    boolean marked = cell.startsWith("'") && FORMULA_TEXT.matcher(cell).lookingAt();
    return marked ? cell.substring(1) : cell;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
