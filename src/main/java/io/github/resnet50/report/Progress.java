package io.github.resnet50.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.resnet50.basics.Decimals;
import io.github.resnet50.basics.Text;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a run on a terminal or in a log. Plain ASCII and carriage returns only, so
 * that any terminal and any encoding will do. Safe for use by many threads.
 */
public final class Progress implements AutoCloseable {

  /** How progress is shown. */
  public enum Style {
    /** One line that is redrawn in place; for terminals. */
    BAR,
    /** A line now and then; for logs. */
    LINES,
    /** A JSON object on a line of its own every second, and one at the end; for machines. */
    JSON,
    /** Nothing is shown. */
    NONE
  }

  /** The unit in which images are counted. */
  public static final String FILES = "files";

  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(125);
  private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long JSON_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int WIDEST_BAR = 30;
  private static final int NARROWEST_BAR = 5;
  private static final String SPINNER = "|/-\\";

  private final String task;
  private final String unit;
  private final PrintWriter err;
  private final Style style;
  private final int columns;
  private final LongSupplier nanoTime;
  private final MovingRate rate = new MovingRate();
  private String phase; // null: the work itself
  private OptionalLong total = OptionalLong.empty();
  private long done;
  private long failed;
  private long lastTold;
  private int drawn;
  private int turns;
  private boolean closed;

  /**
   * Shows nothing yet.
   *
   * @param task a word for what is going on: {@code classify}
   * @param err where progress is written; flushed, never closed
   * @param columns width of the terminal; used by {@link Style#BAR} alone
   * @param nanoTime {@code System::nanoTime}
   */
  public Progress(String task, PrintWriter err, Style style, int columns, LongSupplier nanoTime) {
    this(task, FILES, err, style, columns, nanoTime);
  }

  /**
   * Shows nothing yet.
   *
   * @param unit what is counted, in the plural
   */
  public Progress(
      String task, String unit, PrintWriter err, Style style, int columns, LongSupplier nanoTime) {
    this.task = task;
    this.unit = unit;
    this.err = err;
    this.style = style;
    this.columns = columns;
    this.nanoTime = nanoTime;
    this.lastTold = nanoTime.getAsLong() - (style == Style.BAR ? REDRAW_NANOS : 0);
  }

  /** The walk has ended: there are so many files. */
  public synchronized void total(long files) {
    total = OptionalLong.of(files);
    tick();
  }

  /**
   * Something comes before the work, such as {@code loading model}: said instead of a rate, which
   * begins when it has ended.
   *
   * @param words null: the work begins
   */
  public synchronized void phase(String words) {
    phase = words;
    if (words == null) {
      rate.advance(done, nanoTime.getAsLong());
    }
    tick();
  }

  /** More files are done. */
  public synchronized void add(long newlyOk, long newlyFailed) {
    done += newlyOk + newlyFailed;
    failed += newlyFailed;
    rate.advance(done, nanoTime.getAsLong());
    tick();
  }

  /** Time has passed; to be called now and then while nothing else happens. */
  public synchronized void tick() {
    long now = nanoTime.getAsLong();
    if (closed || style == Style.NONE) {
      return;
    }
    if (now - lastTold >= interval()) {
      lastTold = now;
      tell();
    }
  }

  private long interval() {
    return switch (style) {
      case BAR -> REDRAW_NANOS;
      case JSON -> JSON_NANOS;
      case LINES, NONE -> LINE_NANOS;
    };
  }

  /**
   * How far it is.
   *
   * @param done also failed ones
   * @param total empty where it is not known yet
   * @param perSecond lately; empty where that is not known yet
   * @param phase what comes before the work, {@code running} or {@code ended}
   */
  public record Figures(
      long done, long failed, OptionalLong total, OptionalDouble perSecond, String phase) {
    /** Seconds, as far as can be told. */
    OptionalDouble left() {
      return total.isPresent() && perSecond.isPresent() && perSecond.getAsDouble() > 0
          ? OptionalDouble.of(Math.max(0, total.getAsLong() - done) / perSecond.getAsDouble())
          : OptionalDouble.empty();
    }
  }

  /** How far it is now. */
  public synchronized Figures now() {
    String where = closed ? "ended" : phase != null ? phase : "running";
    return new Figures(done, failed, total, rate.perSecond(), where);
  }

  /** Prints a line of its own in any style; characters unsafe for a terminal are escaped. */
  public synchronized void note(String line) {
    erase();
    err.println(Text.escape(line));
    if (style == Style.BAR && !closed) {
      draw();
    }
    err.flush();
  }

  /** Takes the bar away: what follows starts in the first column. Closing again does nothing. */
  @Override
  public synchronized void close() {
    if (style == Style.JSON && !closed) {
      closed = true;
      err.println(json());
    }
    closed = true;
    erase();
    err.flush();
  }

  private void tell() {
    if (style == Style.BAR) {
      turns++;
      draw();
    } else {
      err.println(style == Style.JSON ? json() : task + ": " + figures(", "));
    }
    err.flush();
  }

  private String json() {
    Figures now = now();
    JsonObject line = new JsonObject();
    line.addProperty("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    line.addProperty("task", task);
    line.addProperty("unit", unit);
    line.addProperty("phase", now.phase());
    line.addProperty("done", now.done());
    line.addProperty("failed", now.failed());
    line.add("total", now.total().isPresent() ? number(now.total().getAsLong()) : none());
    line.add("rate", rounded(now.perSecond()));
    line.add("eta_seconds", rounded(now.left()));
    return line.toString();
  }

  private static JsonElement none() {
    return JsonNull.INSTANCE;
  }

  private static JsonElement number(Number number) {
    return new JsonPrimitive(number);
  }

  private static JsonElement rounded(OptionalDouble number) {
    return number.isPresent() && Double.isFinite(number.getAsDouble())
        ? number(new BigDecimal(Decimals.measured(Math.round(number.getAsDouble() * 10) / 10.0)))
        : none();
  }

  private void draw() {
    String line = barLine();
    err.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
    drawn = line.length();
  }

  private void erase() {
    if (drawn > 0) {
      err.print("\r" + " ".repeat(drawn) + "\r");
      drawn = 0;
    }
  }

  /** One column stays free: writing to the last one would wrap on some terminals. */
  private String barLine() {
    int room = Math.max(0, columns - 1);
    String figures = figures("  ");
    String line = task + "  " + bar(room - task.length() - figures.length() - 4) + figures;
    return line.substring(0, Math.min(room, line.length()));
  }

  private String bar(int room) {
    if (total.isEmpty()) {
      return SPINNER.charAt(turns % SPINNER.length()) + "  ";
    }
    int cells = Math.min(WIDEST_BAR, room - 2);
    if (cells < NARROWEST_BAR) {
      return "";
    }
    int full =
        total.getAsLong() == 0
            ? cells
            : (int) Math.min(cells, Math.floorDiv(cells * done, total.getAsLong()));
    return "[" + "#".repeat(full) + ".".repeat(cells - full) + "]  ";
  }

  /** Files are counted, but a rate is always in images, as in every report. */
  private String rated() {
    return unit.equals(FILES) ? "images" : unit;
  }

  private String figures(String separator) {
    StringBuilder text = new StringBuilder().append(done);
    total.ifPresent(files -> text.append('/').append(files));
    text.append(' ').append(unit);
    if (phase != null) {
      return text.append(separator).append(phase).toString();
    }
    OptionalDouble perSecond = rate.perSecond();
    perSecond.ifPresent(
        r -> text.append(separator).append(String.format(Locale.ROOT, "%.1f %s/s", r, rated())));
    if (failed > 0) {
      text.append(separator).append(failed).append(" failed");
    }
    now()
        .left()
        .ifPresent(
            left ->
                text.append(separator).append("ETA ").append(Text.clock((long) Math.ceil(left))));
    return text.toString();
  }

  /**
   * The recent rate of work that is done in lumps, a batch at a time.
   *
   * <p>Counted from lump to lump, never up to now: between two batches the rate stays as it is
   * instead of sinking and leaping. The window is {@value #WINDOW_SECONDS} s, or the last {@value
   * #FEWEST_LUMPS} lumps where those took longer.
   */
  static final class MovingRate {
    private static final int WINDOW_SECONDS = 15;
    private static final int FEWEST_LUMPS = 4;
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);

    /** Work done closer together than this is one lump, which bounds how many are remembered. */
    private static final long SAME_LUMP = TimeUnit.MILLISECONDS.toNanos(100);

    private final Deque<Lump> lumps = new ArrayDeque<>();
    private long lumpStart;

    /** So much is done at that time, in nanoseconds. */
    private record Lump(long time, long done) {}

    /**
     * More is done.
     *
     * @param done altogether
     * @param time now, in nanoseconds
     */
    void advance(long done, long time) {
      if (!lumps.isEmpty() && time - lumpStart < SAME_LUMP) {
        lumps.removeLast();
      } else {
        lumpStart = time;
      }
      lumps.addLast(new Lump(time, done));
      while (lumps.size() > FEWEST_LUMPS && time - lumps.getFirst().time() > WINDOW) {
        lumps.removeFirst();
      }
    }

    /** Empty until there are two lumps. */
    OptionalDouble perSecond() {
      if (lumps.size() < 2) {
        return OptionalDouble.empty();
      }
      Lump first = lumps.getFirst();
      Lump last = lumps.getLast();
      return OptionalDouble.of((last.done() - first.done()) * 1e9 / (last.time() - first.time()));
    }
  }
}
