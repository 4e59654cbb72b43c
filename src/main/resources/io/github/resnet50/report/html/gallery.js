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
    decided: node.dataset.decided,
    confidence: Number(node.dataset.confidence),
  }));

  const saves = list.closest("section").querySelector(".saves");
  const untick = saves?.querySelector("[data-untick]");
  const isTicked = (node) => node.querySelector(".tick")?.checked;
  const ticked = () => [...list.children].filter(isTicked);

  // The group that was clicked on, until its field says something else. There may be no such field
  // or name where a sample is shown.
  let group = null;
  const isOfGroup = ({ node }) => group === null || group.values.has(node.dataset[group.field]);

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
    const decided = wanted.get("decided") ?? "all";
    const everyConfidence = from <= 0 && to >= 1;
    return (card) =>
      card.text.includes(text) &&
      isOfGroup(card) &&
      names.every((isNamed) => isNamed(card)) &&
      (status === "all" || card.status === status) &&
      (decided === "all" || card.decided === decided) &&
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
    count.textContent += count.dataset.inAll ?? "";
    const ticks = ticked().length;
    if (ticks) count.textContent += `, ${figure(ticks)} ticked`;
    if (untick) untick.hidden = ticks === 0;
    if (group && !cards.some(isOfGroup)) {
      count.textContent += `: this page has no image of ${group.name}`;
    } else if (group?.field === "node") {
      count.textContent += `: ${group.name}`; // no field says so
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

  // What is ticked, wherever it is shown, else all that is shown; in their order.
  const chosen = () => {
    const ticks = ticked();
    return ticks.length ? ticks : [...list.children].filter((node) => !node.hidden);
  };
  const save = (name, type, parts) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(parts, { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  saves?.querySelector("[data-csv]").addEventListener("click", ({ target }) => {
    const lines = [target, ...chosen()].map((node) => JSON.parse(node.dataset.csv) + "\n");
    save("shown.csv", "text/csv;charset=utf-8", lines);
  });
  saves?.querySelector("[data-paths]").addEventListener("click", () => {
    // A name that is no text is an array of its bytes.
    const path = (json) => (typeof json === "string" ? json : new Uint8Array(json));
    const parts = chosen().flatMap((node) => [path(JSON.parse(node.dataset.path)), "\0"]);
    save("shown.nul", "application/octet-stream", parts);
  });
  untick?.addEventListener("click", () => {
    for (const node of ticked()) node.querySelector(".tick").checked = false;
    filter();
    saves.querySelector("button").focus(); // the one that had it is gone
  });
  list.addEventListener("change", ({ target }) => {
    if (target.matches(".tick")) filter();
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  form.addEventListener("change", filter);
  form.elements.order.addEventListener("change", order);
  form.addEventListener("reset", () => {
    group = null;
    setTimeout(() => (filter(), order()));
  });
  form.addEventListener("group", ({ detail: { field, name, values } }) => {
    form.reset();
    const input = form.querySelector(`[list][name="${field}"]`);
    if (input) input.value = name;
    group = { field, name, values, input, typed: input?.value };
    filter();
  });
}
// A group's name shows its images and no others; that of a tree's node also those of all below it.
const show = (detail) => {
  document.querySelector("form[data-filter]")?.dispatchEvent(new CustomEvent("group", { detail }));
  document.getElementById("images")?.scrollIntoView();
};
for (const button of document.querySelectorAll("[data-field]")) {
  button.addEventListener("click", () => {
    const values = new Set([button.value]);
    show({ field: button.dataset.field, name: button.value, values });
  });
}
for (const button of document.querySelectorAll(".tree [data-node]")) {
  button.addEventListener("click", () => {
    const nodes = button.closest("li").querySelectorAll("[data-node]");
    const values = new Set([...nodes].map((node) => node.dataset.node));
    show({ field: "node", name: button.value, values });
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
