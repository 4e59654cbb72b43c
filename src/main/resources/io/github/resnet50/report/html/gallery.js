"use strict";
// Searches, filters and orders the cards of a gallery; without it they are all shown, as walked.
for (const form of document.querySelectorAll("form[data-filter]")) {
  const list = document.getElementById(form.dataset.filter);
  const count = document.querySelector(`[data-count="${form.dataset.filter}"]`);
  const walked = [...list.children];
  const cards = walked.map((node) => ({
    node,
    text: node.textContent.toLowerCase(),
    status: node.dataset.status,
    confidence: Number(node.dataset.confidence),
  }));

  // The group that was clicked on, until its field says something else. There may be no such field
  // or name where a sample is shown.
  let group = null;
  const isOfGroup = ({ node }) => group === null || node.dataset[group.field] === group.name;

  // A name of the list means itself, any other text a part of a name.
  const named = (field) => {
    const wanted = field.value.trim().toLowerCase();
    const known = [...field.list.options].some((name) => name.value.toLowerCase() === wanted);
    return ({ node }) => {
      const name = node.dataset[field.name].toLowerCase();
      return known ? name === wanted : name.includes(wanted);
    };
  };

  const shown = () => {
    const wanted = new FormData(form);
    const text = wanted.get("text").trim().toLowerCase();
    if (group?.input && group.input.value !== group.typed) group = null;
    const names = [...form.querySelectorAll("[list]")]
      .filter((field) => field !== group?.input)
      .map(named);
    const from = Number(wanted.get("from")) / 100;
    const to = Number(wanted.get("to") || 100) / 100;
    const status = wanted.get("status") ?? "all";
    const everyConfidence = from <= 0 && to >= 1;
    return (card) =>
      card.text.includes(text) &&
      isOfGroup(card) &&
      names.every((isNamed) => isNamed(card)) &&
      (status === "all" || card.status === status) &&
      // What failed has no confidence: it is there only while none is asked for.
      (everyConfidence || (card.confidence >= from && card.confidence <= to));
  };

  const filter = () => {
    const isShown = shown();
    let number = 0;
    for (const card of cards) {
      card.node.hidden = !isShown(card);
      number += card.node.hidden ? 0 : 1;
    }
    const figure = (n) => n.toLocaleString("en-US");
    count.textContent = `${figure(number)} of ${figure(cards.length)} shown`;
    if (group && !cards.some(isOfGroup)) {
      count.textContent += `: this page has no image of ${group.name}`;
    }
  };

  const order = () => {
    const by = new FormData(form).get("order");
    const sign = by === "high" ? -1 : 1;
    // What failed comes last, whichever way.
    const key = (card) => (card.confidence < 0 ? Infinity : sign * card.confidence);
    const sorted = by === "walk" ? cards : [...cards].sort((a, b) => key(a) - key(b) || 0);
    list.append(...sorted.map((card) => card.node));
  };

  // Each card has its line of CSV: those that are shown are saved, in their order.
  const save = form.querySelector("[data-csv]");
  save?.addEventListener("click", () => {
    const chosen = [...list.children].filter((node) => !node.hidden);
    const lines = [save, ...chosen].map((node) => JSON.parse(node.dataset.csv) + "\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(lines, { type: "text/csv;charset=utf-8" }));
    link.download = "shown.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  form.addEventListener("change", filter);
  form.elements.order.addEventListener("change", order);
  form.addEventListener("reset", () => {
    group = null;
    setTimeout(() => (filter(), order()));
  });
  form.addEventListener("group", ({ detail: { field, name } }) => {
    form.reset();
    const input = form.querySelector(`[list][name="${field}"]`);
    if (input) input.value = name;
    group = { field, name, input, typed: input?.value };
    filter();
  });
}
// A group's name shows its images and no others.
for (const button of document.querySelectorAll("[data-field]")) {
  button.addEventListener("click", () => {
    const detail = { field: button.dataset.field, name: button.value };
    document.querySelector("form[data-filter]")?.dispatchEvent(new CustomEvent("group", { detail }));
    document.getElementById("images")?.scrollIntoView();
  });
}
// Fades heat maps out, to the images beneath: each by its own slider, all by the form's.
for (const slider of document.querySelectorAll(".slider")) {
  const heat = slider.closest(".card").querySelector(".heat");
  slider.addEventListener("input", () => (heat.style.opacity = slider.value / 100));
}
for (const all of document.querySelectorAll("[name=heat]")) {
  const fade = () => {
    for (const slider of document.querySelectorAll(".slider")) {
      slider.value = all.value;
      slider.dispatchEvent(new Event("input"));
    }
  };
  all.addEventListener("input", fade);
  all.form.addEventListener("reset", () => setTimeout(fade));
}
// A printed page shows what is folded away on a screen.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".plot details")) details.open = true;
});
