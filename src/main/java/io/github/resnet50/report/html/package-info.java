/**
 * Reports to look at: one self-contained HTML file each, which asks the network for nothing.
 *
 * <p>Enter at {@link io.github.resnet50.report.html.HtmlPage}, which fills a template (in the
 * resources of the same name) with a page's model; {@link
 * io.github.resnet50.report.html.ClassificationPage} is one such model. The model of a page holds
 * what is shown as values and text; only templates know markup, and they escape whatever they show.
 * Charts are SVG of our own: {@link io.github.resnet50.report.html.Plot} says what, {@link
 * io.github.resnet50.report.html.PlotDrawing} where.
 */
package io.github.resnet50.report.html;
