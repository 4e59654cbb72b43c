package io.github.resnet50.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.Candidates;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.model.BuiltInModel;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.store.ModelName;
import io.github.resnet50.model.store.ModelStore;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes all of the named models, or none of them. */
@Heading(Section.OUTPUT)
@Command(
    name = "remove",
    description = {
      "Removes models from the store.",
      "What was prepared and compressed of them goes too; a compressed form alone goes by its own"
          + " name, such as resnet50:int8."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  resnet50 models remove flowers",
      "  resnet50 models remove resnet50:int8"
    },
    versionProvider = Version.class)
final class ModelsRemoveCommand implements Callable<Integer> {
  private final Context context;

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      completionCandidates = Candidates.OfModels.class,
      arity = "1..*",
      description = "Models of the store.")
  List<String> names;

  @Option(names = "--json", description = "Print a JSON array of what was removed.")
  boolean json;

  @Mixin CommonOptions common;

  ModelsRemoveCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    ModelAccess models = new ModelAccess(context, common);
    ModelStore store = models.store();
    Set<String> wanted = new LinkedHashSet<>(names);
    for (String name : names) {
      if (BuiltInModel.isNameOfOne(name)) {
        throw new ModelException(
            "'" + name + "' comes with the program and stays; nothing was removed");
      }
      ModelName.parse(name);
      if (!store.contains(name)) {
        throw new ModelException(
            "no model '%s' in the store (%s); nothing was removed"
                .formatted(name, models.home().models()));
      }
    }
    for (String name : names) {
      wanted.addAll(store.forms(name));
    }
    context.signal().endsAtOnce("resnet50 models list shows what is left");
    JsonArray removed = new JsonArray();
    PrintWriter out = spec.commandLine().getOut();
    for (String name : wanted) {
      store.remove(name);
      JsonObject entry = new JsonObject();
      entry.addProperty("name", name);
      removed.add(entry);
      if (!json) {
        out.println("removed " + Text.escape(name));
      }
    }
    if (json) {
      out.println(removed);
    }
    out.flush();
    return ExitCode.OK;
  }
}
