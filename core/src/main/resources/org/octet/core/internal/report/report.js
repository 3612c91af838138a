"use strict";
(() => {
  const root = document.documentElement;
  const remembered = () => { try { return localStorage.getItem("octet-theme"); } catch (e) { return null; } };
  const buttons = [...document.querySelectorAll("[data-set-theme]")];
  const setTheme = (name) => {
    if (name === "auto") { root.removeAttribute("data-theme"); } else { root.setAttribute("data-theme", name); }
    buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.setTheme === name)));
  };
  const choose = (name) => {
    setTheme(name);
    try { localStorage.setItem("octet-theme", name); } catch (e) { /* a page from a file may have no storage */ }
  };
  const asked = new URLSearchParams(location.hash.slice(1)).get("theme") || remembered();
  setTheme(["light", "dark"].includes(asked) ? asked : "auto");
  buttons.forEach((b) => b.addEventListener("click", () => choose(b.dataset.setTheme)));

  const collator = new Intl.Collator("en", { numeric: true });
  document.querySelectorAll("[data-sortable]").forEach((section) => {
    const body = section.querySelector("tbody");
    const rows = [...body.rows];
    const texts = rows.map((r) => r.textContent.toLowerCase());
    const search = section.querySelector("input[type=search]");
    const chips = [...section.querySelectorAll(".chip")];
    const count = section.querySelector("[data-count]");
    const empty = section.querySelector(".empty");
    let kind = "";

    const filter = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, i) => {
        const fits = (!kind || row.dataset.kind === kind) && words.every((w) => texts[i].includes(w));
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      count.textContent = shown === rows.length ? `${shown} rows` : `${shown} of ${rows.length} rows`;
      empty.hidden = shown > 0;
    };
    const press = (name) => {
      kind = name;
      chips.forEach((c) => c.setAttribute("aria-pressed", String(c.dataset.kind === kind)));
      filter();
    };
    search.addEventListener("input", filter);
    chips.forEach((c) => c.addEventListener("click", () => press(c.dataset.kind)));
    section.showAll = () => { search.value = ""; press(""); };

    const heads = [...section.querySelectorAll("th")];
    const key = (row, column, numbers) => {
      const value = row.cells[column].dataset.v ?? row.cells[column].textContent;
      return numbers ? (value === "" ? null : Number(value)) : value;
    };
    heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      const numbers = head.classList.contains("n");
      heads.forEach((h) => h.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const keys = new Map(rows.map((r) => [r, key(r, column, numbers)]));
      const sorted = [...rows].sort((a, b) => {
        const x = keys.get(a);
        const y = keys.get(b);
        // rows without a value stay at the end in both directions
        if (x === null || y === null) { return (x === null) - (y === null); }
        const order = numbers ? x - y : collator.compare(x, y);
        return up ? order : -order;
      });
      body.append(...sorted);
    }));
    filter();
  });

  document.querySelectorAll("[data-go]").forEach((mark) => mark.addEventListener("click", () => {
    const row = document.getElementById(mark.dataset.go);
    if (!row) { return; }
    row.closest("[data-sortable]").showAll();
    document.querySelectorAll("tr.found").forEach((r) => r.classList.remove("found"));
    row.classList.add("found");
    row.scrollIntoView({ block: "center" });
  }));
  root.dataset.ready = "true";
})();
