package io.github.resnet50.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.resnet50.basics.Text;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.zoo.ZooModel;
import io.github.resnet50.model.zoo.ZooModel.Accuracy;
import io.github.resnet50.model.zoo.ZooModel.Published;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.Table;
import java.util.List;

/**
 * What can be fetched, as {@code models fetch --list} prints it.
 *
 * @param store which says what is there already
 */
record ZooListing(ModelStore store) {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  /** Lines of a table, the heading first. */
  List<String> lines(List<ZooModel> models) {
    Table<ZooModel> columns =
        Table.of(
            Column.<ZooModel>shown(ZooModel::name).text("NAME", "%s"),
            Column.<ZooModel>shown(model -> percent(model.published().top1())).text("TOP-1", "%s"),
            Column.<ZooModel>shown(model -> larger(model.published())).text("LARGER", "%s"),
            Column.<ZooModel>shown(model -> millions(model.published())).text("PARAMETERS", "%s"),
            Column.<ZooModel>shown(model -> megabytes(model.published())).text("SIZE", "%s"),
            Column.<ZooModel>shown(model -> model.published().licence()).text("LICENCE", "%s"),
            Column.<ZooModel>shown(model -> model.published().publisher()).text("BY", "%s"),
            Column.<ZooModel>shown(ZooModel::checksum).text("CHECKSUM", "%s"),
            Column.<ZooModel>shown(model -> store.contains(model.name()) ? "yes" : "no")
                .text("STORED", "%s"));
    return columns.aligned(models);
  }

  private static String percent(Accuracy accuracy) {
    return accuracy == null
        ? null
        : Text.format("%.1f %% at %d", accuracy.percent(), accuracy.input());
  }

  private static String larger(Published published) {
    return percent(published.larger());
  }

  private static String millions(Published published) {
    return published.parameters() == null ? null : Text.format("%.1f M", published.parameters());
  }

  private static String megabytes(Published published) {
    return published.megabytes() == null
        ? null
        : Text.megabytes(Math.round(published.megabytes() * 1e6));
  }

  /** The same as a JSON array. */
  String json(List<ZooModel> models) {
    JsonArray array = new JsonArray();
    for (ZooModel model : models) {
      Published published = model.published();
      JsonObject object = new JsonObject();
      object.addProperty("name", model.name());
      Accuracy.add(object, "top1", published.top1());
      Accuracy.add(object, "larger_top1", published.larger());
      object.addProperty("parameters_millions", published.parameters());
      object.addProperty("megabytes", published.megabytes());
      object.addProperty("licence", published.licence());
      object.addProperty("publisher", published.publisher());
      object.addProperty("folder", model.files().folder().toString());
      object.addProperty("sha256", model.files().sha256());
      object.addProperty("checksum", model.checksum());
      object.addProperty(
          "origin", model.files().origin() == null ? null : model.files().origin().toString());
      object.addProperty("stored", store.contains(model.name()));
      array.add(object);
    }
    return GSON.toJson(array);
  }
}
