package io.github.resnet50.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.model.BuiltInModel;
import io.github.resnet50.model.store.CardFile;
import io.github.resnet50.model.store.MeasuredAccuracy;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.ModelStore.StoredModel;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code models list}: what is in the store. */
@Heading(Section.OUTPUT)
@Command(
    name = "list",
    description = "Lists the models of the store.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  resnet50 models list",
      "  resnet50 models list --json | jq -r '.[].name'"
    },
    versionProvider = Version.class)
final class ModelsListCommand implements Callable<Integer> {
  private static final String PRICE = "price";
  private static final Table<StoredModel> COLUMNS =
      Table.of(
          Column.shown(StoredModel::name).text("NAME", "%s"),
          Column.shown(ModelsListCommand::source).text("SOURCE", "%s"),
          ofCard(card -> Text.megabytes(card.bytes())).text("SIZE", "%s"),
          ofCard(card -> card.input().width() + "x" + card.input().height()).text("INPUT", "%s"),
          ofCard(card -> card.classes() == 0 ? null : card.classes()).text("CLASSES", "%s"),
          ofCard(ModelsListCommand::accuracy).text("ACCURACY", "%s"),
          ofCard(card -> card.preparation().used() ? "yes" : "no").text("PREPARED", "%s"),
          Column.of(PRICE, ModelsListCommand::price).text("PRICE", "%s"));
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private final Context context;

  @Spec CommandSpec spec;

  @Option(names = "--json", description = "Print a JSON array of the models' cards.")
  boolean json;

  @Mixin CommonOptions common;

  ModelsListCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    ModelAccess models = new ModelAccess(context, common);
    PrintWriter out = spec.commandLine().getOut();
    List<StoredModel> stored = models.store().list();
    for (StoredModel model : stored) {
      CardFile.damaged(model.directory().path())
          .ifPresent(
              file ->
                  models.note(file + " is damaged and ignored; import or make the model again"));
    }
    if (json) {
      printJson(stored, out);
    } else if (stored.isEmpty()) {
      if (!common.quiet) {
        String line = "resnet50: no models in %s: see resnet50 models --help";
        spec.commandLine().getErr().println(line.formatted(models.home().models()));
      }
    } else {
      print(stored, out);
    }
    out.flush();
    return ExitCode.OK;
  }

  private static Column<StoredModel> ofCard(Function<ModelCard, Object> fact) {
    return Column.shown(model -> model.card().map(fact).orElse(null));
  }

  private static String source(StoredModel model) {
    return model
        .card()
        .map(ModelCard::source)
        .or(
            () ->
                BuiltInModel.of(model.name())
                    .filter(builtIn -> model.builtIn())
                    .map(BuiltInModel::source))
        .orElse(null);
  }

  /** The accuracy measured when the model was verified or adapted, if it was, and on what. */
  private static String accuracy(ModelCard card) {
    return card.measured().map(MeasuredAccuracy::text).orElse(null);
  }

  private static String price(StoredModel model) {
    return model
        .card()
        .map(ModelCard::compression)
        .map(label -> label.summary().orElse("-"))
        .orElse(null);
  }

  static void print(List<StoredModel> models, PrintWriter out) {
    // Only compressed models have a cost: without one the table stays narrow.
    boolean priced = models.stream().anyMatch(model -> price(model) != null);
    Table<StoredModel> table =
        priced ? COLUMNS : COLUMNS.without(column -> PRICE.equals(column.key()));
    table.aligned(models).forEach(out::println);
  }

  private static void printJson(List<StoredModel> models, PrintWriter out) {
    JsonArray array = new JsonArray();
    for (StoredModel model : models) {
      JsonObject object =
          model
              .card()
              .map(card -> CardFile.json(card).getAsJsonObject())
              .orElseGet(JsonObject::new);
      object.addProperty("name", model.name());
      model
          .card()
          .flatMap(ModelCard::measured)
          .ifPresent(accuracy -> object.add("measured_accuracy", accuracy.json()));
      object.addProperty("built_in", model.builtIn());
      object.addProperty("directory", model.directory().path().toString());
      array.add(object);
    }
    out.println(GSON.toJson(array));
  }
}
