// Pages are complete without this script. It renders formulas, filters and sorts the index, and copies commands.
"use strict";
document.addEventListener("DOMContentLoaded", function () {
  document.querySelectorAll(".tex").forEach(function (element) {
    renderMathInElement(element, {
      delimiters: [{left: "$$", right: "$$", display: true}, {left: "$", right: "$", display: false}],
      throwOnError: false
    });
  });
  // Formulas that are wider than the page scroll in their own box, by keyboard too.
  document.fonts.ready.then(function () {
    document.querySelectorAll(".katex-display").forEach(function (formula) {
      if (formula.scrollWidth > formula.clientWidth) { formula.tabIndex = 0; }
    });
  });
  document.querySelectorAll("pre.command").forEach(copyable);
  var table = document.querySelector("table.index");
  if (table) {
    filterable(table);
    sortable(table);
  }
});

function copyable(pre) {
  var button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", function () {
    var done = function () {
      button.textContent = "Copied";
      setTimeout(function () { button.textContent = "Copy"; }, 1500);
    };
    var select = function () {
      var range = document.createRange();
      range.selectNodeContents(pre);
      var selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      if (document.execCommand("copy")) { done(); }
    };
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(pre.textContent).then(done, select);
    } else {
      select();
    }
  });
  pre.insertAdjacentElement("beforebegin", button);
}

function rows(table) {
  return Array.prototype.slice.call(table.querySelectorAll("tbody tr:not(.group)"));
}

function filterable(table) {
  var form = document.createElement("form");
  form.className = "filter";
  form.setAttribute("role", "search");
  form.innerHTML = '<label>Filter <input type="search" autocomplete="off"/></label>' +
      '<label>Verdict <select><option value="">all</option></select></label> <output aria-live="polite"></output>';
  var text = form.querySelector("input");
  var verdict = form.querySelector("select");
  var shown = form.querySelector("output");
  var words = rows(table).map(function (row) { return row.dataset.verdict; });
  words.filter(function (word, k) { return words.indexOf(word) === k; }).sort().forEach(function (word) {
    verdict.add(new Option(word, word));
  });
  var apply = function () {
    var wanted = text.value.trim().toLowerCase().split(/\s+/);
    var count = 0;
    rows(table).forEach(function (row) {
      var content = row.textContent.toLowerCase() + " " + row.dataset.id;
      var fits = (!verdict.value || row.dataset.verdict === verdict.value) &&
          wanted.every(function (word) { return content.indexOf(word) >= 0; });
      row.hidden = !fits;
      count += fits ? 1 : 0;
    });
    table.querySelectorAll("tbody").forEach(function (body) {
      body.hidden = !body.querySelector("tr:not(.group):not([hidden])");
    });
    shown.textContent = count === rows(table).length ? "" : count + " shown";
  };
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", apply);
  form.addEventListener("change", apply);
  table.parentNode.insertBefore(form, table);
}

function sortable(table) {
  var home = Array.prototype.slice.call(table.tBodies);
  var bodies = home.map(function (body) { return Array.prototype.slice.call(body.rows); });
  table.querySelectorAll("thead th[data-sort]").forEach(function (head) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    while (head.firstChild) { button.appendChild(head.firstChild); }
    head.appendChild(button);
    button.addEventListener("click", function () { sortBy(table, head, home, bodies); });
  });
}

// Ascending, descending, then back to the order of the papers.
function sortBy(table, head, home, bodies) {
  var before = head.getAttribute("aria-sort");
  table.querySelectorAll("thead th").forEach(function (other) { other.removeAttribute("aria-sort"); });
  var all = table.querySelector("tbody.sorted");
  if (all) { all.remove(); }
  home.forEach(function (body, k) {
    bodies[k].forEach(function (row) { body.appendChild(row); });
    if (!body.parentNode) { table.appendChild(body); }
  });
  if (before === "descending") { return; }
  var up = before !== "ascending";
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  var key = head.dataset.sort;
  var value = function (row) { return row.dataset[key] || ""; };
  var ordered = rows(table).sort(function (a, b) {
    var x = value(a);
    var y = value(b);
    var difference = isNaN(x) || isNaN(y) || x === "" || y === "" ? x.localeCompare(y, "en") : x - y;
    return up ? difference : -difference;
  });
  all = document.createElement("tbody");
  all.className = "sorted";
  ordered.forEach(function (row) { all.appendChild(row); });
  home.forEach(function (body) { body.remove(); });
  table.appendChild(all);
}
