package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus's text format 0.0.4, and takes nothing that is not as it says. */
public final class PrometheusText {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (\\S.*)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\"n\\\\])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "("
              + NAME
              + ")(\\{"
              + LABEL
              + "(?:,"
              + LABEL
              + ")*\\})? ([-+]?[0-9.]+(?:e[-+]?\\d+)?|NaN)");

  private PrometheusText() {}

  /** Values by name and labels. */
  public static Map<String, Double> parse(String text) {
    assertTrue(text.endsWith("\n"), "the last line ends");
    Map<String, String> types = new HashMap<>();
    Map<String, String> helps = new HashMap<>();
    Map<String, Double> samples = new LinkedHashMap<>();
    String group = "";
    for (String line : text.lines().toList()) {
      Matcher help = HELP.matcher(line);
      Matcher type = TYPE.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (help.matches()) {
        group = help.group(1);
        assertNull(helps.put(group, help.group(2)), line);
      } else if (type.matches()) {
        assertEquals(group, type.group(1), "TYPE follows its HELP");
        assertNull(types.put(group, type.group(2)), line);
      } else {
        assertTrue(sample.matches(), "no line of this format: " + line);
        assertEquals(group, sample.group(1), "a metric's lines stand together");
        assertTrue(types.containsKey(group), line);
        String labels = sample.group(2) == null ? "" : sample.group(2);
        assertNull(samples.put(group + labels, Double.valueOf(sample.group(3))), "twice: " + line);
      }
    }
    return samples;
  }
}
