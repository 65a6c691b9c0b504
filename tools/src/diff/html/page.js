"use strict";
const form = document.querySelector("form");
const status = document.querySelector("[role=status]");
const findings = [...document.querySelectorAll("article")].map((article) => ({
  article,
  level: article.dataset.level,
  method: article.dataset.method,
  text: article.textContent.toLowerCase(),
}));

function filter() {
  const asked = new FormData(form);
  const levels = new Set(asked.getAll("level"));
  const method = asked.get("method");
  const words = asked.get("text").toLowerCase().split(/\s+/);
  let shown = 0;
  for (const finding of findings) {
    const fits = levels.has(finding.level)
      && (method === "" || method === finding.method)
      && words.every((word) => finding.text.includes(word));
    finding.article.hidden = !fits;
    shown += Number(fits);
  }
  for (const section of document.querySelectorAll("section")) {
    section.hidden = section.querySelector("article:not([hidden])") === null;
  }
  status.textContent = `${shown} of ${findings.length} findings shown`;
}

form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
filter();
