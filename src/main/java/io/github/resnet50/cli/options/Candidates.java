package io.github.resnet50.cli.options;

import java.util.Iterator;
import java.util.List;

/** Values that the shell completes for options that are no enumerations. */
public final class Candidates {
  /** Stands for the models that there are when the shell asks. */
  public static final String MODELS = "@models@";

  /** Stands for the names of all commands. */
  public static final String COMMANDS = "@commands@";

  private Candidates() {}

  /** Names of commands. */
  public static final class OfCommands extends Words {
    public OfCommands() {
      super(COMMANDS);
    }
  }

  /** Names of models. */
  public static final class OfModels extends Words {
    public OfModels() {
      super(MODELS);
    }
  }

  /** For numbers that the program can choose. */
  public static final class OfAuto extends Words {
    public OfAuto() {
      super("auto");
    }
  }

  /** Some words. */
  public abstract static class Words implements Iterable<String> {
    private final List<String> words;

    protected Words(String... words) {
      this.words = List.of(words);
    }

    @Override
    public Iterator<String> iterator() {
      return words.iterator();
    }
  }
}
