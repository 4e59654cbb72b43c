package io.github.resnet50;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.model.Head;

/** Who may know whom. */
@AnalyzeClasses(packages = "io.github.resnet50", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.github.resnet50.";
  private static final String[] JDK = {"java..", "javax..", "com.sun.management.."};

  @ArchTest
  static final ArchRule ONLY_ENTRY_POINTS_KNOW_PICOCLI =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "cli..", ROOT + "spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("picocli..");

  /** DJL loads and runs models, and it fetches those of the zoo. */
  @ArchTest
  static final ArchRule ONLY_THE_ENGINE_AND_THE_ZOO_KNOW_DJL =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "engine.tensorflow", ROOT + "model.zoo")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..");

  @ArchTest
  static final ArchRule ONLY_ITS_ENGINE_KNOWS_ONNX_RUNTIME =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "engine.onnxruntime")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule ONLY_MODELS_AND_GRAPHS_KNOW_TENSORFLOW =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "engine.tensorflow", ROOT + "graph..", ROOT + "model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tensorflow..", "org.bytedeco..", "com.google.protobuf..");

  /** The interface is free of its implementations, and so are those who run models. */
  @ArchTest
  static final ArchRule ONE_CLASS_OF_CLI_AND_SPARK_CHOOSE_AN_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + "engine.tensorflow", ROOT + "engine.onnxruntime", ROOT + "spark..")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + "cli.Context")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "engine.tensorflow..", ROOT + "engine.onnxruntime..");

  /** Whatever else runs a model asks there, so that an engine is chosen in one place. */
  @ArchTest
  static final ArchRule ONE_PLACE_MAKES_THE_ENGINE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + "cli.ModelAccess")
          .should()
          .callMethod(
              ROOT + "cli.Context$EngineFactory",
              "create",
              ROOT + "cli.Context$EngineRequest",
              "java.util.function.Consumer");

  /** An implementation that leaves something out, or hands it on by halves, does not compile. */
  @ArchTest
  static final ArchRule ENGINES_INHERIT_NOTHING =
      noMethods()
          .that()
          .areDeclaredInClassesThat(
              type(Engine.class).or(type(LoadedModel.class)).or(type(Predictor.class)))
          .and()
          .areNotStatic()
          .should(
              new ArchCondition<>("be default methods") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                  boolean isDefault = !method.getModifiers().contains(JavaModifier.ABSTRACT);
                  events.add(new SimpleConditionEvent(method, isDefault, method.getFullName()));
                }
              });

  @ArchTest
  static final ArchRule PIPELINE_KNOWS_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAPackage(ROOT + "pipeline..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(ROOT + "pipeline..").or(resideInAnyPackage(JDK)));

  @ArchTest
  static final ArchRule BASICS_KNOW_THE_JDK_AND_THE_C_LIBRARY =
      classes()
          .that()
          .resideInAPackage(ROOT + "basics..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(ROOT + "basics..", "com.sun.jna").or(resideInAnyPackage(JDK)));

  @ArchTest
  static final ArchRule REPORT_KNOWS_VALUES_AND_FORMATS =
      classes()
          .that()
          .resideInAPackage(ROOT + "report..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      ROOT + "report..",
                      ROOT + "basics",
                      ROOT + "image",
                      ROOT + "image.preprocess",
                      "com.google.gson..",
                      "com.samskivert.mustache..",
                      "org.apache.commons.csv..",
                      "org.apache.parquet..",
                      "io.airlift.compress..",
                      "org.HdrHistogram..")
                  .or(resideInAnyPackage(JDK)));

  @ArchTest
  static final ArchRule ONE_PACKAGE_KNOWS_PARQUET =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "report.parquet")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.parquet..");

  @ArchTest
  static final ArchRule ONLY_PAGES_KNOW_TEMPLATES =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "report.html")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.samskivert..");

  @ArchTest
  static final ArchRule IMAGE_KNOWS_NOTHING_ABOVE_IT =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "image..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "run..",
              ROOT + "report..",
              ROOT + "engine..",
              ROOT + "model..",
              ROOT + "graph..",
              ROOT + "metrics..",
              ROOT + "features..",
              ROOT + "cli..",
              ROOT + "pipeline..");

  @ArchTest
  static final ArchRule MODELS_AND_GRAPHS_KNOW_NO_RUN_AND_NO_REPORT =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "engine..", ROOT + "model..", ROOT + "graph..", ROOT + "compress..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "run..",
              ROOT + "report..",
              ROOT + "cli..",
              ROOT + "pipeline..",
              ROOT + "features..");

  @ArchTest static final ArchRule ONLY_CLI_KNOWS_BENCH = onlyCliKnows("bench");

  @ArchTest static final ArchRule ONLY_CLI_KNOWS_COMPRESS = onlyCliKnows("compress");

  @ArchTest static final ArchRule ONLY_CLI_KNOWS_EVALUATE = onlyCliKnows("evaluate");

  @ArchTest static final ArchRule ONLY_CLI_KNOWS_COMPARE = onlyCliKnows("compare");

  @ArchTest static final ArchRule ONLY_CLI_KNOWS_ADAPT = onlyCliKnows("adapt");

  @ArchTest static final ArchRule ONLY_CLI_KNOWS_EXPLAIN = onlyCliKnows("explain");

  @ArchTest static final ArchRule ONLY_CLI_KNOWS_TAG = onlyCliKnows("tag");

  @ArchTest static final ArchRule ONLY_CLI_KNOWS_ORGANIZE = onlyCliKnows("organize");

  @ArchTest static final ArchRule ONLY_CLI_KNOWS_FIND = onlyCliKnows("find");

  /** Records of earlier runs are for those who do something with them. */
  @ArchTest
  static final ArchRule RECORDED_KNOWS_VALUES_AND_DECISIONS =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "recorded..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "run..", ROOT + "engine..", ROOT + "features..", ROOT + "pipeline..");

  /** The local product runs without it. */
  @ArchTest
  static final ArchRule ONLY_SPARK_KNOWS_SPARK =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "spark..", "org.apache.spark..", "org.apache.hadoop..", "scala..");

  /** Capabilities do not know each other, and Spark's collections differ between its lines. */
  @ArchTest
  static final ArchRule SPARK_KNOWS_THE_RUN_AND_BELOW =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "adapt..",
              ROOT + "bench..",
              ROOT + "compare..",
              ROOT + "compress..",
              ROOT + "evaluate..",
              ROOT + "explain..",
              ROOT + "tag..",
              ROOT + "find..",
              ROOT + "organize..",
              "scala.collection..");

  @ArchTest
  static final ArchRule TRAINING_KNOWS_THE_HEAD_BASICS_AND_THE_JDK =
      classes()
          .that()
          .resideInAPackage(ROOT + "adapt.train..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(ROOT + "adapt.train..", ROOT + "basics")
                  .or(belongToAnyOf(Head.class))
                  .or(resideInAnyPackage(JDK)));

  @ArchTest
  static final ArchRule METRICS_KNOW_BASICS_AND_THE_JDK =
      classes()
          .that()
          .resideInAPackage(ROOT + "metrics..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      ROOT + "metrics..", ROOT + "basics", "com.google.gson.annotations..")
                  .or(resideInAnyPackage(JDK)));

  @ArchTest
  static final ArchRule NOTHING_KNOWS_CLI =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "cli");

  @ArchTest
  static final ArchRule ONLY_COMMANDS_AND_JOBS_KNOW_OPTIONS =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "cli..", ROOT + "spark..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "cli.options");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.github.resnet50.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_UTILITIES =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .resideInAPackage("..util..");

  @ArchTest
  static final ArchRule ONLY_MAIN_EXITS =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + "cli.Main")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + "spark.ClassifyOnSpark")
          .should()
          .callMethod(System.class, "exit", int.class);

  /** A capability is a command's: nothing below it and no other one needs it. */
  private static ArchRule onlyCliKnows(String capability) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "cli..", ROOT + capability + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + capability + "..");
  }
}
