package io.github.resnet50.model.intake;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.resnet50.basics.Text;
import io.github.resnet50.model.zoo.ZooModel;
import io.github.resnet50.model.zoo.ZooModel.Accuracy;
import io.github.resnet50.model.zoo.ZooSource;
import io.github.resnet50.model.zoo.ZooSource.Fetched;

/**
 * What a model's card keeps of its publication.
 *
 * @param model as it was listed
 * @param source what was fetched
 */
record PublishedFacts(ZooModel model, ZooSource source) {
  JsonElement json() {
    JsonObject facts = new JsonObject();
    facts.addProperty("summary", summary());
    Accuracy.add(facts, "top1", model.published().top1());
    if (model.published().larger() != null) {
      Accuracy.add(facts, "larger_top1", model.published().larger());
    }
    facts.addProperty("licence", model.published().licence());
    facts.addProperty("publisher", model.published().publisher());
    facts.addProperty("checksum", model.checksum());
    JsonArray files = new JsonArray();
    for (Fetched file : source.files()) {
      JsonObject one = new JsonObject();
      one.addProperty("uri", file.uri());
      one.addProperty("bytes", file.bytes());
      one.addProperty("sha256", file.sha256());
      files.add(one);
    }
    facts.add("files", files);
    return facts;
  }

  private String summary() {
    Accuracy top1 = model.published().top1();
    return Text.format(
        "top-1 %.1f %% at %d pixels by %s, licence %s",
        top1.percent(), top1.input(), model.published().publisher(), model.published().licence());
  }
}
