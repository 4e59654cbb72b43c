package io.github.resnet50.decision;

import io.github.resnet50.decision.Taxonomy.Edge;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What WordNet 3.0 says is above the 1000 classes of ImageNet's competition: its hypernyms, and of
 * the few that are single things what they are instances of. Princeton University's notice is in
 * the file, which {@code scripts/wordnet/make} has made.
 */
public final class WordNet {
  private static final String FILE = "wordnet.txt";

  private WordNet() {}

  /** Read when it is first asked for. */
  private static final class Held {
    static final Taxonomy TREE = read();
  }

  /** The one that all share. */
  public static Taxonomy taxonomy() {
    return Held.TREE;
  }

  private static Taxonomy read() {
    Taxonomy.Builder nodes = new Taxonomy.Builder("WordNet's tree", false);
    try (InputStream in = WordNet.class.getResourceAsStream(FILE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.startsWith("#")) {
          continue;
        }
        String[] cells = line.split("\t", -1); // id, names, parents
        int node = nodes.node(cells[0]);
        nodes.call(node, List.of(cells[1].split(", ")));
        for (String parent : cells[2].isEmpty() ? new String[0] : cells[2].split(" ")) {
          nodes.link(new Edge(node, nodes.node(parent), number));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return nodes.build();
  }
}
