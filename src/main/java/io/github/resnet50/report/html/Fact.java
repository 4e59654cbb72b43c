package io.github.resnet50.report.html;

/** Something that a page lists with its name. */
public record Fact(String name, String value) {}
